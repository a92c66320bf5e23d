"""What every answer carries, whoever asks."""

import pytest

from mappa.config.build import build_id, product_version
from mappa.config.health import healthz


@pytest.mark.django_db
class TestHealthz:
    def test_says_status_version_and_build_and_nothing_else(self, client):
        answer = client.get("/healthz")
        assert answer.status_code == 200
        assert answer.json() == {"status": "ok", "version": product_version(), "build": build_id()}

    def test_changes_nothing(self, client):
        assert client.post("/healthz").status_code == 405
        assert healthz.permission is None


@pytest.mark.django_db
class TestEveryAnswer:
    def test_allows_only_our_own_files(self, client):
        policy = dict(
            directive.strip().split(" ", 1) for directive in client.get("/signin")["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"].split()[0] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
        assert not any("unsafe" in sources for sources in policy.values())

    def test_carries_the_other_guards(self, client):
        answer = client.get("/healthz")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert len(answer["X-Request-Id"]) == 16
