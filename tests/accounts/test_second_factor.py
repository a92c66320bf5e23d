"""The second factor cannot be skipped, and each code counts once."""

import argparse
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from mappa.accounts import commands
from mappa.accounts.guessing import FREE_FOR_A_NAME
from mappa.accounts.models import AccountStep, User
from mappa.accounts.permissions import Role
from mappa.accounts.second_factor import Adapter, code_at, new_secret, set_up_app, use_code
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import NotPossible
from tests.architecture.test_shape import PUBLIC_ROUTES, routes
from tests.factories.accounts import a_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"  # noqa: S105 - of a test
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
STEP = timedelta(seconds=30)
SECURE = {"secure": True}
PAGE = "/account/sessions/"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def live(monkeypatch):
    """The same code, in an installation that holds real records."""
    monkeypatch.setattr(type(settings.ENVIRONMENT), "live", property(lambda _: True))


def somebody(username="someone", **more):
    user = a_user(Role.COORDINATOR, username=username, **more)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def user():
    return somebody()


@pytest.fixture
def app(user):
    """The secret of the user's app, set up an hour ago."""
    secret = new_secret()
    before = NOON - timedelta(hours=1)
    set_up_app(user, secret=secret, code=code_at(secret, before), at=before)
    return secret


def gives_password(client, username="someone"):
    return client.post("/signin", {"username": username, "password": PASSWORD})


def gives_code(client, code):
    return client.post("/signin/code", {"code": code})


def is_in(client):
    return client.get(PAGE).status_code == 200


class TestSigningIn:
    def test_asks_for_the_code_after_the_password_and_goes_on_where_one_was_going(self, client, app):
        answer = client.post("/signin", {"username": "someone", "password": PASSWORD, "next": "/duties/"})

        assert answer.url == "/signin/code"
        assert not is_in(client)
        assert gives_code(client, code_at(app, NOON)).url == "/duties/"
        assert is_in(client)
        assert AuditEvent.objects.get(operation="signed in").details == {"factor": "totp"}

    def test_takes_a_new_session_at_each_step(self, client, app):
        gives_password(client)
        between = client.cookies[settings.SESSION_COOKIE_NAME].value
        gives_code(client, code_at(app, NOON))

        assert client.cookies[settings.SESSION_COOKIE_NAME].value != between
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = between
        assert gives_code(thief, code_at(app, NOON + STEP)).url == "/signin"

    def test_asks_a_demonstration_account_too_once_it_has_set_one_up(self, client, app):
        User.objects.update(is_demonstration=True)

        assert client.post("/signin", {"username": "someone"}).url == "/signin/code"

    def test_waits_ten_minutes_for_the_code(self, client, app, noon):
        gives_password(client)
        noon.shift(timedelta(minutes=10))

        assert gives_code(client, code_at(app, NOON + timedelta(minutes=10))).url == "/signin"

    @pytest.mark.parametrize("change", [{"is_active": False}, {"role": "chair"}, {"password": "x"}])
    def test_begins_anew_when_the_account_changed_meanwhile(self, client, app, change):
        gives_password(client)
        User.objects.update(**change)

        assert gives_code(client, code_at(app, NOON)).url == "/signin"
        assert not is_in(client)

    def test_makes_whoever_guesses_codes_wait(self, client, app):
        gives_password(client)
        for number in range(FREE_FOR_A_NAME):
            assert gives_code(client, f"{number:06}").status_code == 422

        assert gives_code(client, code_at(app, NOON)).status_code == 422
        refused = AuditEvent.objects.filter(operation="sign-in refused", subject="someone")
        assert [event.details["waits"] for event in refused.order_by("pk")] == [False] * FREE_FOR_A_NAME + [True]

    @pytest.mark.parametrize("typed", ["", "0" * 21, "abc", "\0", "١٢٣٤٥٦"])
    def test_refuses_what_is_no_code(self, client, app, typed):
        gives_password(client)

        assert gives_code(client, typed).status_code == 422
        assert not is_in(client)


class TestSettingUp:
    def test_is_the_only_thing_one_can_do_in_live_without_a_factor(self, client, user, live):
        assert client.post("/signin", {"username": "someone", "password": PASSWORD}, **SECURE).status_code == 302
        assert client.get("/signin/code", **SECURE).url == "/signin/set-up"
        assert client.get("/", **SECURE).status_code == 302
        page = client.get("/signin/set-up", **SECURE).content.decode()
        secret = re.search(r"<strong>([A-Z2-7 ]{30,})</strong>", page)[1].replace(" ", "")
        picture = client.get("/signin/set-up/picture", **SECURE)

        answer = client.post("/signin/set-up", {"code": code_at(secret, NOON)}, **SECURE)

        assert picture["Content-Type"] == "image/svg+xml"
        assert len(re.findall(r"<code>\d{8}</code>", answer.content.decode())) == 10
        assert client.get("/", **SECURE).status_code == 200

    def test_is_refused_to_whoever_has_one(self, client, app):
        gives_password(client)

        assert client.get("/signin/set-up").url == "/signin"
        assert client.post("/signin/set-up", {"code": "000000"}).url == "/signin"
        assert client.get("/signin/set-up/picture").status_code == 404

    def test_needs_a_right_code(self, client, user):
        client.force_login(user)
        client.get("/signin/set-up")

        assert client.post("/signin/set-up", {"code": "000000"}).status_code == 422
        assert not Authenticator.objects.exists()

    def test_cannot_be_done_twice(self, user, app):
        with pytest.raises(NotPossible):
            set_up_app(user, secret=app, code=code_at(app, NOON), at=NOON)

    def test_keeps_no_secret_in_the_clear(self, user, app):
        kept = str(list(Authenticator.objects.values_list("data", flat=True)))

        assert app not in kept
        assert all(
            code not in kept for code in Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()
        )

    def test_refuses_a_secret_that_was_changed(self, user):
        sealed = Adapter().encrypt("secret")

        with pytest.raises(NotPossible):
            Adapter().decrypt(("A" if sealed[0] != "A" else "B") + sealed[1:])


class TestALostOne:
    def test_is_forgotten_at_the_machine_and_set_up_again(self, client, user, app, capsys):
        gives_password(client)
        gives_code(client, code_at(app, NOON))
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["access", "forget-second-factor", "someone", "--reason", "Came in person"])

        assert options.handler(options) == 0
        assert not is_in(client)
        assert not Authenticator.objects.exists()
        assert AccountStep.objects.get(action="forget").reason == "Came in person"
        told = AuditEvent.objects.get(operation="second factor forgotten")
        assert "Came in person" not in f"{told.purpose} {told.details}"

    def test_of_nobody_is_said_so(self, capsys):
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["access", "forget-second-factor", "nobody", "--reason", "x"])

        assert options.handler(options) == 1
        assert "Nothing was changed" in capsys.readouterr().err


class TestACode:
    @pytest.mark.parametrize(("steps", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_holds_for_its_half_minute_and_one_either_side(self, user, app, steps, accepted):
        assert bool(use_code(user, code_at(app, NOON + steps * STEP), at=NOON)) is accepted

    @pytest.mark.parametrize("seconds", [0, 1, 29, 31, 45, 59])
    def test_is_not_accepted_twice_however_long_it_would_hold(self, user, app, seconds):
        code = code_at(app, NOON + STEP)
        assert use_code(user, code, at=NOON) == "totp"

        assert use_code(user, code, at=NOON + timedelta(seconds=seconds)) is None

    def test_is_not_accepted_after_a_later_one(self, user, app):
        assert use_code(user, code_at(app, NOON), at=NOON)

        assert use_code(user, code_at(app, NOON - STEP), at=NOON) is None

    def test_of_another_user_is_not_accepted(self, app):
        other = somebody("other")
        secret = new_secret()
        set_up_app(other, secret=secret, code=code_at(secret, NOON), at=NOON)

        assert use_code(other, code_at(app, NOON), at=NOON) is None

    def test_that_recovers_is_accepted_once(self, user, app):
        codes = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()

        assert [use_code(user, code, at=NOON) for code in codes] == ["recovery_codes"] * 10
        assert [use_code(user, code, at=NOON) for code in codes] == [None] * 10

    def test_that_set_the_app_up_does_not_sign_in(self, user):
        secret = new_secret()
        set_up_app(user, secret=secret, code=code_at(secret, NOON), at=NOON)

        assert use_code(user, code_at(secret, NOON), at=NOON) is None


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    @pytest.mark.parametrize("kind", ["totp", "recovery_codes"])
    def test_with_one_code_only_one_comes_in(self, user, app, kind):
        recovery = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()[0]
        code = code_at(app, NOON) if kind == "totp" else recovery

        def use(_):
            try:
                return use_code(user, code, at=NOON)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert sorted(filter(None, pool.map(use, range(8)))) == [kind]


PRIVATE = [
    "/" + re.sub(r"<[^>]*>", "1", route)
    for route, view in routes(get_resolver().url_patterns)
    if route not in PUBLIC_ROUTES and view.permission is not None
]


class TestHalfWay:
    """Between password and second factor every route answers as it answers a stranger."""

    @pytest.mark.parametrize("has_app", [True, False])
    def test_no_route_opens_in_live(self, client, request, user, live, has_app):
        if has_app:
            request.getfixturevalue("app")
        assert client.post("/signin", {"username": "someone", "password": PASSWORD}, **SECURE).status_code == 302
        assert len(PRIVATE) > 80
        for address in PRIVATE:
            for method in (client.get, client.post):
                answer = method(address, **SECURE)
                assert answer.status_code == 302, address
                assert answer.url.startswith("/signin?next="), address

    def test_a_session_that_began_without_one_is_ended_in_live(self, client, user, live):
        client.force_login(user)

        assert client.get(PAGE, **SECURE).status_code == 302
        assert AuditEvent.objects.get(operation="session ended").details == {"why": "no second factor"}


class TestConfirming:
    @pytest.fixture
    def signed_in(self, client, app):
        gives_password(client)
        gives_code(client, code_at(app, NOON))
        return client

    FORM = "/account/second-factor/"
    CODES = "/account/second-factor/codes/"

    def test_is_not_asked_straight_after_signing_in(self, signed_in):
        assert signed_in.post(self.CODES).status_code == 200

    def test_is_asked_after_some_minutes_and_once(self, signed_in, app, noon):
        noon.shift(timedelta(minutes=settings.ENVIRONMENT.step_up_minutes))
        later = NOON + timedelta(minutes=settings.ENVIRONMENT.step_up_minutes)
        before = signed_in.cookies[settings.SESSION_COOKIE_NAME].value

        asked = signed_in.post(self.CODES, headers={"referer": f"http://testserver{self.FORM}"})
        assert asked.url == "/account/confirm/?next=%2Faccount%2Fsecond-factor%2F"
        assert signed_in.get(asked.url).status_code == 200
        assert signed_in.post(asked.url, {"code": code_at(app, NOON)}).status_code == 422
        assert signed_in.post(asked.url, {"code": code_at(app, later)}).url == self.FORM
        assert signed_in.cookies[settings.SESSION_COOKIE_NAME].value != before
        assert signed_in.post(self.CODES).status_code == 200

    @pytest.mark.parametrize(
        ("role", "address"),
        [
            (Role.COORDINATOR, "/emergency-access/"),
            (Role.COORDINATOR, "/meetings/NS-M-0001/minutes/1.pdf"),
            (Role.AUDITOR, "/audit/"),
            (Role.BOARD_CHAIR, "/policy/depart/"),
            (Role.ANALYST, "/reports/annual/2025/freeze/"),
        ],
    )
    def test_is_asked_before_break_glass_export_and_administration(self, client, role, address):
        user = a_user(role)
        user.set_password(PASSWORD)
        user.save()
        client.force_login(user)  # who has shown nothing in this session

        assert client.get(address).url.startswith("/account/confirm/")

    def test_by_password_where_there_is_no_app(self, client, user, noon):
        gives_password(client)
        noon.shift(timedelta(minutes=settings.ENVIRONMENT.step_up_minutes))
        asked = client.post(self.CODES, headers={"referer": "https://evil.example/page"})

        assert client.post(asked.url, {"password": "wrong"}).status_code == 422
        assert client.post(asked.url, {"password": PASSWORD}).url == "/"

    def test_leads_to_pages_of_ours_only(self, signed_in, app, noon):
        noon.shift(STEP)
        assert (
            signed_in.post("/account/confirm/?next=https://evil.example/", {"code": code_at(app, NOON + STEP)}).url
            == "/"
        )
