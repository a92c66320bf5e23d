"""If the audit row of a page cannot be written, the page tells nothing: every address, role and way to fail."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.urls import reverse

from mappa.accounts.permissions import Role
from tests.factories.accounts import a_user
from tests.journeys.test_hidden import PLANTED, everything_about_somebody, real_parts, routes

pytestmark = pytest.mark.django_db
SIGNED_OUT = {"signin"}
FULL = """
CREATE FUNCTION nothing_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER nothing_fits BEFORE INSERT ON audit_auditevent FOR EACH STATEMENT EXECUTE FUNCTION nothing_fits();
"""
WAYS = {
    "revoked": "REVOKE INSERT ON audit_auditevent FROM mappa_app",
    "full": FULL,
}


@contextmanager
def no_audit(way):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(WAYS[way])
        cursor.execute("SET ROLE mappa_app")
    yield


def answers(client, about):
    """Every address with real references, read and sent an empty form."""
    for name, kinds in routes():
        if name in SIGNED_OUT:
            continue
        address = reverse(name, kwargs=real_parts(name, kinds, about))
        for method in (client.get, client.post):
            answer = method(address)
            body = b"".join(answer) if answer.streaming else answer.content
            yield method.__name__, address, answer.status_code, body.decode(errors="replace")


def tells(about, body):
    """Whether anything about the person is in an answer."""
    return PLANTED.lower() in body.lower() or about[0].reference in body


def shut(client, role, way):
    """How many addresses were tried, and those that told something, were served, or broke otherwise."""
    about = everything_about_somebody()
    client.force_login(a_user(role))
    client.raise_request_exception = False
    with no_audit(way):
        tried = list(answers(client, about))
    return len(tried), [(*where, status) for *where, status, body in tried if tells(about, body) or status == 500]


class TestFailClosed:
    def test_tells_nothing_anywhere(self, client):
        _, leaks = shut(client, Role.COORDINATOR, "revoked")

        assert leaks == []


@pytest.mark.drill
class TestFailClosedForEverybody:
    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("role", Role)
    def test_tells_nothing_anywhere(self, client, role, way, record_property):
        tried, leaks = shut(client, role, way)

        record_property("checks", tried)
        assert leaks == []
