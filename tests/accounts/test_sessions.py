"""Sessions end in time, at once when the account changes, and when their owner says so."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from mappa.accounts.models import Session, User
from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from tests.factories.accounts import a_user, an_agency, an_area

pytestmark = pytest.mark.django_db
PAGE = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-21T09:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def user():
    return a_user(Role.COORDINATOR, username="someone", is_demonstration=True)


def signs_in(client=None):
    client = client or Client()
    client.post("/signin", {"username": "someone"}, headers={"user-agent": FIREFOX})
    return client


def is_in(client):
    return client.get(PAGE).status_code == 200


class TestLimits:
    def test_end_a_session_that_is_not_used(self, clock, user):
        client = signs_in()
        clock.shift(timedelta(minutes=settings.ENVIRONMENT.session_idle_minutes, seconds=-1))
        assert is_in(client)
        clock.shift(timedelta(minutes=settings.ENVIRONMENT.session_idle_minutes))

        assert not is_in(client)
        assert AuditEvent.objects.get(operation="session ended").details == {"why": "not used for too long"}

    def test_end_one_that_is_used_all_day(self, clock, user):
        client = signs_in()
        steps = settings.ENVIRONMENT.session_hours * 6
        for _ in range(steps - 1):
            clock.shift(timedelta(minutes=10))
            assert is_in(client)
        clock.shift(timedelta(minutes=10))

        assert not is_in(client)
        assert AuditEvent.objects.get(operation="session ended").details == {"why": "as old as a session may get"}

    def test_are_not_lengthened_by_signing_in_again_with_an_old_cookie(self, clock, user):
        client = signs_in()
        stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
        signs_in(client)

        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
        assert not is_in(thief)
        assert is_in(client)


class TestAChangeOfTheAccount:
    @pytest.mark.parametrize(
        "change",
        [
            lambda: {"is_active": False},
            lambda: {"role": Role.CHAIR},
            lambda: {"agency": an_agency("probation")},
            lambda: {"area": an_area("eastmere")},
            lambda: {"password": "another"},
        ],
    )
    def test_ends_every_session_at_its_next_request(self, user, change):
        clients = [signs_in(), signs_in()]
        User.objects.update(**change())

        assert [is_in(client) for client in clients] == [False, False]

    def test_of_name_or_post_does_not(self, user):
        client = signs_in()
        User.objects.update(name="Another Name", post="Another post")

        assert is_in(client)


class TestWhereIAmSignedIn:
    def test_lists_mine_and_nobody_elses(self, client, user):
        client.force_login(a_user(Role.CHAIR))
        first, _second = signs_in(), signs_in()

        page = first.get(PAGE).content.decode()

        assert page.count("Firefox on Linux") == 2
        assert page.count("(this one)") == 1

    def test_names_no_session_by_what_would_open_it(self, user):
        client = signs_in()

        assert client.session.session_key not in client.get(PAGE).content.decode()

    def test_ends_another_session_of_mine(self, user):
        here, there = signs_in(), signs_in()
        reference = Session.objects.get(pk=there.session.session_key).reference

        assert here.post(f"{PAGE}end/", {"session": reference}).status_code == 302
        assert (is_in(here), is_in(there)) == (True, False)
        assert AuditEvent.objects.filter(operation="session ended", who="someone").count() == 1

    def test_ends_this_one(self, user):
        here = signs_in()
        reference = Session.objects.get(pk=here.session.session_key).reference

        assert here.post(f"{PAGE}end/", {"session": reference}).url == "/signin"
        assert not is_in(here)

    @pytest.mark.parametrize("reference", ["", "nonsense", "\0", "theirs"])
    def test_ends_nobody_elses(self, client, user, reference):
        client.force_login(a_user(Role.CHAIR))
        here = signs_in()
        theirs = Session.objects.get(pk=client.session.session_key).reference

        answer = here.post(f"{PAGE}end/", {"session": theirs if reference == "theirs" else reference})

        assert answer.status_code == 409
        assert is_in(client)
