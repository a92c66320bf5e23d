"""Cookies, tokens and links that were made up, altered, taken from another place or used before."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as OtherSession  # the table that is not ours holds nothing
from django.test import Client

from mappa.accounts.models import KnownDevice
from mappa.accounts.permissions import Role
from tests.accounts.test_second_factor import PAGE, PASSWORD, somebody
from tests.factories.accounts import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client):
    somebody()
    client.post("/signin", {"username": "someone", "password": PASSWORD})
    assert client.get(PAGE).status_code == 200
    return client


def with_cookie(value):
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = value
    return thief.get(PAGE).status_code == 200


class TestSessionCookie:
    def test_altered_in_any_place_opens_nothing(self, inside):
        good = inside.cookies[settings.SESSION_COOKIE_NAME].value
        forged = [good[:place] + ("a" if good[place] != "a" else "b") + good[place + 1 :] for place in range(len(good))]
        forged += [good[:-1], good + "a", good.upper(), f" {good}x", "", "a" * 4000, "'; --", "..", "null"]

        assert [value for value in forged if with_cookie(value)] == []
        assert with_cookie(good)
        assert not OtherSession.objects.exists()

    def test_of_before_signing_in_or_after_signing_out_opens_nothing(self, client):
        client.get("/signin/openid")
        somebody()
        client.post("/signin", {"username": "someone", "password": PASSWORD})
        first = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.post("/signin", {"username": "someone", "password": PASSWORD})
        second = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.post("/signout")

        assert first != second
        assert not with_cookie(first)
        assert not with_cookie(second)


class TestFormToken:
    ADDRESSES = (
        "/signin", "/signin/code", "/signout", "/account/sessions/end/", "/account/second-factor/codes/",
        "/account/keys/remove/", "/administration/accounts/new/", "/administration/accounts/export/",
    )  # fmt: skip

    @pytest.mark.parametrize("token", [None, "", "a" * 64, "anothers"])
    def test_that_is_not_this_browsers_changes_nothing(self, token):
        client, other = Client(enforce_csrf_checks=True), Client()
        client.force_login(a_user(Role.SYSTEM_ADMIN))
        client.get("/signin")
        other.get("/signin")
        sent = {} if token is None else {"csrfmiddlewaretoken": token}
        if token == "anothers":  # noqa: S105 - which token, not one
            sent["csrfmiddlewaretoken"] = other.cookies[settings.CSRF_COOKIE_NAME].value

        assert {client.post(address, sent).status_code for address in self.ADDRESSES} == {403}
        assert client.get(PAGE).status_code == 200


class TestDeviceCookie:
    def test_made_up_or_a_colleagues_is_no_known_device(self, inside):
        a_colleagues = inside.cookies[settings.DEVICE_COOKIE_NAME].value
        known = KnownDevice.objects.get()
        victim = somebody("victim")

        for value in ("x", known.key, a_colleagues):
            guesser = Client()
            guesser.cookies[settings.DEVICE_COOKIE_NAME] = value
            answers = [
                guesser.post("/signin", {"username": "victim", "password": "guess"}).status_code for _ in range(3)
            ]
            assert answers == [422] * 3
        assert not KnownDevice.objects.filter(user=victim).exists()
