"""Signing in, attacked: skipping the second factor, codes used twice, guessing, telling names apart, sessions.

The same rules are tested one by one in ``tests/accounts``; here each is tried in bulk.
"""

import math
import os
import random
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from mappa.accounts.guessing import FIRST_WAIT, FREE_FOR_A_NAME, LONGEST_WAIT
from mappa.accounts.models import Session, User
from mappa.accounts.permissions import Role
from mappa.accounts.second_factor import code_at, new_secret, set_up_app, use_code
from mappa.audit.models import AuditEvent
from tests.accounts.test_second_factor import PASSWORD, PRIVATE, SECURE, gives_password, somebody
from tests.factories.accounts import a_user

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
ATTACKERS = 200
GUESSES = int(os.environ.get("MAPPA_GUESSES", "10000"))
NAMES_TRIED_FOR_TIME = 60


@pytest.fixture
def live(monkeypatch):
    monkeypatch.setattr(type(settings.ENVIRONMENT), "live", property(lambda _: True))


def an_app_of(user, at=NOON):
    secret = new_secret()
    before = at - timedelta(hours=1)
    set_up_app(user, secret=secret, code=code_at(secret, before), at=before)
    return secret


def half_way(with_app):
    if with_app:
        an_app_of(User.objects.get(username="someone"), datetime.now(UTC))
    client = Client()
    client.post("/signin", {"username": "someone", "password": PASSWORD}, **SECURE)
    return client


def without_factor(_with_app):
    client = Client()
    client.force_login(User.objects.get(username="someone"))
    return client


def forged(_with_app):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    return client


class TestMfaBypass:
    @pytest.mark.parametrize(
        ("begins", "with_app"),
        [(half_way, True), (half_way, False), (without_factor, False), (forged, False)],
    )
    def test_opens_no_route(self, record_property, live, begins, with_app):
        somebody()
        opened = []
        client = begins(with_app)
        for address in PRIVATE:
            for method in METHODS:
                if begins is without_factor:
                    client = begins(with_app)  # the refusal before has ended the session
                answer = getattr(client, method)(address, **SECURE)
                if answer.status_code != 302 or not answer.url.startswith("/signin?next="):
                    opened.append((method, address, answer.status_code))
        record_property("checks", len(PRIVATE) * len(METHODS))
        assert opened == []


class TestOtpReuse:
    def test_of_the_app_never_comes_in(self, record_property):
        user = somebody()
        secret = an_app_of(user)
        tried = accepted = 0
        for number in range(200):
            at = NOON + timedelta(minutes=2 * number)
            code = code_at(secret, at + timedelta(seconds=30))
            assert use_code(user, code, at=at) == "totp"
            for seconds in (0, 15, 29, 31, 59, 89, 119):
                tried += 1
                accepted += bool(use_code(user, code, at=at + timedelta(seconds=seconds)))
        record_property("checks", tried)
        assert accepted == 0

    def test_of_recovery_codes_never_comes_in(self, record_property):
        user = somebody()
        an_app_of(user)
        codes = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()
        assert all(use_code(user, code, at=NOON) for code in codes)
        record_property("checks", len(codes) * 10)
        assert not any(use_code(user, code, at=NOON) for code in codes * 10)


class TestGuessing:
    def test_of_one_name_is_hardly_looked_at_and_keeps_its_owner_in(self, record_property):
        """Guesses over an hour from many addresses; the owner signs in throughout, in a browser of their own."""
        somebody()
        own = Client()
        came_in = 0
        with time_machine.travel(NOON, tick=False) as clock:
            assert gives_password(own).status_code == 302
            for number in range(GUESSES):
                clock.move_to(NOON + timedelta(hours=1) * number / GUESSES)
                address = f"127.0.{number % ATTACKERS}.1"
                attempt = {"username": "someone", "password": f"guess {number}"}
                assert Client().post("/signin", attempt, REMOTE_ADDR=address).status_code == 422
                if number % 100 == 0:
                    own.post("/signout")
                    came_in += gives_password(own).status_code == 302
        record_property("checks", GUESSES)
        assert came_in == GUESSES / 100
        assert AuditEvent.objects.filter(details__waits=False).count() <= budget(timedelta(hours=1))
        assert AuditEvent.objects.filter(operation="sign-in refused").count() == GUESSES


def budget(within):
    """How many guesses at one name may be looked at."""
    looked_at, waited, wait = FREE_FOR_A_NAME, timedelta(), FIRST_WAIT
    while waited < within:
        waited, wait, looked_at = waited + wait, min(wait * 2, LONGEST_WAIT), looked_at + 1
    return looked_at


class TestEnumeration:
    NAMES = ("someone", "nobody at all", "closed", "waits")

    def test_finds_no_difference_in_page_or_rows(self, record_property):
        somebody()
        somebody("closed", is_active=False)
        somebody("waits")
        pages = {}
        with time_machine.travel(NOON, tick=False):
            for _ in range(FREE_FOR_A_NAME):
                attempt("waits")
            for name in self.NAMES:
                answer = attempt(name)
                body = "".join(answer.content.decode().replace(name, "NAME"))
                pages[name] = (answer.status_code, without_tokens(body), sorted(answer.cookies))
        record_property("checks", len(pages))
        assert len({str(page) for page in pages.values()}) == 1

    def test_finds_no_difference_in_time(self, record_property, monkeypatch, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        known = [somebody(f"name{number}").username for number in range(NAMES_TRIED_FOR_TIME)]
        unknown = [f"none{number}" for number in range(NAMES_TRIED_FOR_TIME)]
        taken = {True: [], False: []}
        order = [(name, True) for name in known] + [(name, False) for name in unknown]
        random.Random(1).shuffle(order)  # noqa: S311 - an order, no secret
        for number, (name, is_known) in enumerate(order):
            began = time.perf_counter()
            attempt(name, address=f"127.1.{number}.1")
            taken[is_known].append(time.perf_counter() - began)
        record_property("checks", len(order))
        assert probability_of_no_difference(taken[True], taken[False]) > 0.01


def attempt(name, address="198.51.100.7"):
    return Client().post("/signin", {"username": name, "password": "wrong"}, REMOTE_ADDR=address)


def without_tokens(page):
    return "".join(line for line in page.splitlines(keepends=True) if "csrfmiddlewaretoken" not in line)


def probability_of_no_difference(first, second):
    """Of the rank-sum test of two samples, by the normal approximation."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    sum_of_first = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(first), len(second)
    z = (sum_of_first - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return 2 * (1 - statistics.NormalDist().cdf(abs(z)))


class TestSessionFixation:
    def test_never_lends_its_name_to_a_signed_in_session(self, record_property):
        somebody()
        taken_over = 0
        for number in range(100):
            client, thief = Client(), Client()
            planted = planted_session(number)
            client.cookies[settings.SESSION_COOKIE_NAME] = planted
            thief.cookies[settings.SESSION_COOKIE_NAME] = planted
            assert gives_password(client).status_code == 302
            taken_over += thief.get("/account/sessions/").status_code == 200
        record_property("checks", 100)
        assert taken_over == 0


def planted_session(number):
    """A name that the server never gave, or that of a session that it holds."""
    if number % 2:
        return f"planted{number:025}"
    session = Session.get_session_store_class()()
    session["planted"] = True
    session.save()
    return session.session_key


class TestRevocation:
    @pytest.mark.parametrize("change", [{"is_active": False}, {"role": "chair"}, {"password": "another"}])
    def test_takes_effect_before_the_next_request(self, record_property, change):
        late = 0
        for _ in range(50):
            user = a_user(Role.COORDINATOR)
            clients = [Client(), Client()]
            for client in clients:
                client.force_login(user)
                assert client.get("/account/sessions/").status_code == 200
            User.objects.filter(pk=user.pk).update(**change)
            late += sum(client.get("/account/sessions/").status_code == 200 for client in clients)
        record_property("checks", 100)
        assert late == 0

    def test_of_one_session_leaves_a_stolen_cookie_worthless(self, record_property):
        somebody()
        replayed = 0
        for _ in range(50):
            client, thief = Client(), Client()
            gives_password(client)
            thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
            assert thief.get("/account/sessions/").status_code == 200
            client.post("/signout")
            replayed += thief.get("/account/sessions/").status_code == 200
        record_property("checks", 50)
        assert replayed == 0
