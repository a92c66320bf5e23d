"""What every answer carries, whoever asks."""

import re

import pytest
from django.urls import get_resolver

from mappa.accounts.permissions import Role
from mappa.config.build import build_id, product_version
from mappa.config.health import healthz
from tests.architecture.test_shape import routes
from tests.factories.accounts import a_user

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
ROUTES = ["/" + re.sub(r"<[^>]*>", "1", route) for route, _view in routes(get_resolver().url_patterns)]


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

    @pytest.mark.parametrize("signed_in", [False, True])
    def test_carries_every_guard_on_every_route_and_off_them(self, client, signed_in):
        if signed_in:
            client.force_login(a_user(Role.COORDINATOR))
        assert len(ROUTES) > 80
        for address in [*ROUTES, "/nothing-here"]:
            answer = client.get(address)
            assert {name: answer.get(name) for name in GUARDS} == GUARDS, address
            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy, address
            assert "unsafe" not in policy, address
            assert len(answer["X-Request-Id"]) == 16
            assert "camera=()" in answer["Permissions-Policy"]
