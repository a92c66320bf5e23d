"""Guessing is slow, keeps no colleague out, and tells nothing about who has an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from mappa.accounts.guessing import FREE_FOR_A_KNOWN_DEVICE, FREE_FOR_A_NAME, FREE_FOR_AN_ADDRESS, address_of
from mappa.accounts.models import FailedSignIn, KnownDevice
from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from tests.factories.accounts import a_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"  # noqa: S105 - of a test
NOON = "2026-11-21T12:00:00+00:00"
ATTACKER, CLEAN = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def victim():
    user = a_user(Role.COORDINATOR, username="victim")
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(client, name="victim", password="wrong", address=ATTACKER):  # noqa: S107 - of a test
    return client.post("/signin", {"username": name, "password": password}, REMOTE_ADDR=address)


def comes_in(client, **more):
    return attempt(client, password=PASSWORD, **more).status_code == 302


def guess_until_it_waits(client=None, **more):
    for _ in range(FREE_FOR_A_NAME):
        attempt(client or Client(), **more)


class TestFailures:
    def test_are_on_the_record_with_the_account_that_was_meant(self, client, victim):
        attempt(client)

        event = AuditEvent.objects.get(operation="sign-in refused")
        assert (event.who, event.subject_type, event.subject) == ("not signed in", "user", "victim")
        assert event.details == {"waits": False}

    def test_keep_an_unknown_name_out_of_the_record_and_the_count(self, client, victim):
        attempt(client, name="hunter2 my password")

        event = AuditEvent.objects.get(operation="sign-in refused")
        assert event.subject_type == "unknown name"
        assert re.fullmatch("[0-9a-f]{16}", event.subject)
        assert all(re.fullmatch("[0-9a-f]{64}", row.key) for row in FailedSignIn.objects.all())


class TestWaiting:
    def test_begins_after_a_few_failures_even_for_the_right_password(self, victim):
        guess_until_it_waits()

        assert not comes_in(Client())
        assert AuditEvent.objects.filter(details={"waits": True}).count() == 1

    def test_ends_and_grows(self, victim, noon):
        guess_until_it_waits()
        waits = []
        for _ in range(7):
            began = FailedSignIn.objects.count()
            waited = 0
            while FailedSignIn.objects.count() == began:
                noon.shift(timedelta(seconds=30))
                waited += 30
                attempt(Client(), address=CLEAN)
            waits.append(waited)

        assert waits == [30, 60, 120, 240, 480, 900, 900]

    def test_is_the_same_for_another_spelling_of_the_name(self, victim):
        guess_until_it_waits(name="ＶICTIM")  # noqa: RUF001 - what a guesser would try

        assert not comes_in(Client())

    def test_holds_for_an_address_that_tries_many_names(self, victim):
        for number in range(FREE_FOR_AN_ADDRESS):
            attempt(Client(), name=f"name{number}")

        assert not comes_in(Client())
        assert comes_in(Client(), address=CLEAN)

    def test_is_not_slipped_past_by_a_device_of_somebody_else(self, client, victim):
        client.force_login(other := a_user(Role.CHAIR, username="other"))
        KnownDevice.objects.create(user=other, key="x", last_at=NOON)
        client.cookies[settings.DEVICE_COOKIE_NAME] = "made up"
        guess_until_it_waits(client)

        assert not comes_in(client)


class TestAKnownDevice:
    @pytest.fixture
    def own(self, client, victim):
        assert comes_in(client, address=CLEAN)
        client.post("/signout")
        return client

    def test_comes_in_while_others_guess_even_from_the_same_address(self, own):
        for number in range(FREE_FOR_AN_ADDRESS * 2):
            attempt(Client(), name=f"name{number}", address=CLEAN)
            attempt(Client())

        assert comes_in(own, address=CLEAN)

    def test_waits_too_when_it_guesses_itself(self, own):
        for _ in range(FREE_FOR_A_KNOWN_DEVICE):
            attempt(own)

        assert not comes_in(own)

    def test_is_known_for_its_own_people_only(self, own):
        guess_until_it_waits(own, name="somebody else")

        answer = attempt(own, name="somebody else")
        assert answer.status_code == 422
        assert AuditEvent.objects.filter(details={"waits": True}).count() == 1

    def test_is_kept_as_a_hash_in_a_cookie_no_script_can_read(self, own):
        cookie = own.cookies[settings.DEVICE_COOKIE_NAME]

        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert KnownDevice.objects.get().key != cookie.value


class TestWhereARequestComesFrom:
    @pytest.mark.parametrize(
        ("live", "headers", "address"),
        [
            (False, {"REMOTE_ADDR": ATTACKER, "HTTP_X_FORWARDED_FOR": CLEAN}, ATTACKER),
            (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"{CLEAN}, {ATTACKER}"}, ATTACKER),
            (True, {"REMOTE_ADDR": ATTACKER}, ATTACKER),
            (False, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
            (False, {"REMOTE_ADDR": "nonsense"}, "unknown"),
        ],
    )
    def test_is_told_by_the_proxy_in_live_and_by_the_line_otherwise(self, rf, monkeypatch, live, headers, address):
        monkeypatch.setattr(type(settings.ENVIRONMENT), "live", property(lambda _: live))

        assert address_of(rf.post("/signin", **headers)) == address
