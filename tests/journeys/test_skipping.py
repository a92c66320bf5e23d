"""Every way that we know of to come in without a second factor, in live, against every route."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from mappa.accounts.models import ProviderIdentity, User
from mappa.accounts.second_factor import code_at, new_secret, set_up_app
from mappa.administration.links import make_link
from mappa.audit.commands import CommandLine
from mappa.kernel import clock
from tests.accounts.test_second_factor import PASSWORD, PRIVATE, SECURE, somebody
from tests.factories.openid_provider import CLIENT, OTHER_KEY, SECRET, a_running_provider
from tests.factories.security_key import SecurityKey

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def running():
    with a_running_provider() as provider:
        yield provider


@pytest.fixture
def world(running, monkeypatch):
    """Live, with a provider, somebody with an app and somebody without anything."""
    running.forget()
    monkeypatch.setattr(type(settings.ENVIRONMENT), "live", property(lambda _: True))
    monkeypatch.setattr("mappa.accounts.openid._require_safe", lambda _address: None)  # it has no TLS
    for name, value in {
        "oidc_issuer": running.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET,
        "oidc_second_factor": "amr:mfa",
    }.items():  # fmt: skip
        monkeypatch.setattr(settings.ENVIRONMENT, name, value)
    with time_machine.travel(NOW, tick=False):
        user, bare = somebody(), somebody("bare")
        running.secret = an_app_of(user)
        for subject, whose in (("person-1", user), ("person-2", bare)):
            ProviderIdentity.objects.create(
                user=whose, issuer=running.issuer, subject=subject, bound_at=NOW, bound_by="x"
            )
        yield running


def an_app_of(user):
    secret, before = new_secret(), NOW - timedelta(hours=1)
    set_up_app(user, secret=secret, code=code_at(secret, before), at=before)
    return secret


def posts(client, address, **sent):
    return client.post(address, sent, **SECURE)


def gives_password(client, _world, username="someone", password=PASSWORD):
    assert posts(client, "/signin", username=username, password=password).status_code == 302


def without_an_app(client, world):
    gives_password(client, world, "bare")


def one_click(client, _world):
    User.objects.update(is_demonstration=True)
    posts(client, "/signin", username="someone")


def used_code(client, world):
    code = code_at(world.secret, NOW)
    other = Client()
    gives_password(other, world)
    assert posts(other, "/signin/code", code=code).status_code == 302
    gives_password(client, world)
    posts(client, "/signin/code", code=code)


def used_recovery_code(client, world):
    user = User.objects.get(username="someone")
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().generate_codes()[0]
    other = Client()
    gives_password(other, world)
    assert posts(other, "/signin/code", code=code).status_code == 302
    gives_password(client, world)
    posts(client, "/signin/code", code=code)


def colleagues_code(client, world):
    secret = an_app_of(somebody("colleague"))
    gives_password(client, world)
    posts(client, "/signin/code", code=code_at(secret, NOW))


def forged_key(client, world):
    gives_password(client, world)
    client.get("/signin/code", **SECURE)
    posts(client, "/signin/code", credential='{"id": "a"}')


def own_key_set_up_half_way(client, world):
    import json  # noqa: PLC0415 - only this way

    gives_password(client, world)
    made = SecurityKey().made({"publicKey": {"challenge": "AAAA"}})
    posts(client, "/signin/set-up/key", credential=json.dumps(made), name="mine")
    posts(client, "/account/keys/new/", credential=json.dumps(made), name="mine")


def app_set_up_again_half_way(client, world):
    gives_password(client, world)
    client.get("/signin/set-up", **SECURE)
    posts(client, "/signin/set-up", code=code_at(world.secret, NOW))


def fresh_codes_half_way(client, world):
    gives_password(client, world)
    posts(client, "/account/second-factor/codes/")


def confirming_half_way(client, world):
    gives_password(client, world)
    posts(client, "/account/confirm/", password=PASSWORD)


def too_late(client, world):
    gives_password(client, world)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        posts(client, "/signin/code", code=code_at(world.secret, clock.now()))


def new_password_by_link(client, world):
    link = make_link(user=User.objects.get(username="someone"), reason="x", actor=CommandLine(), at=NOW)
    posts(client, link, password="another long phrase")  # noqa: S106 - of a test
    gives_password(client, world, password="another long phrase")  # noqa: S106


def session_without_factor(client, _world):
    client.force_login(User.objects.get(username="someone"))


def known_session_name(client, _world):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32


def comes_back(client, world):
    world.comes_back(client, client.get("/signin/openid", **SECURE).url, **SECURE)


def provider_says_nothing_of_it(client, world):
    world.without = ("amr",)
    comes_back(client, world)


def provider_says_password_alone(client, world):
    world.claims = {"amr": ["pwd"], "acr": "amr:mfa"}
    comes_back(client, world)


def provider_for_somebody_without_an_app(client, world):
    world.claims = {"amr": None, "sub": "person-2"}
    comes_back(client, world)


def provider_for_a_stranger(client, world):
    world.claims = {"sub": "stranger", "preferred_username": "someone"}
    comes_back(client, world)


def provider_signed_by_another(client, world):
    import jwt  # noqa: PLC0415 - only this way

    world.sign = lambda claims: jwt.encode(claims, OTHER_KEY, algorithm="RS256", headers={"kid": "one"})
    comes_back(client, world)


def provider_twice(client, world):
    other = Client()
    comes_back(other, world)
    client.get("/signin/openid/back", {"state": world.asked["state"], "code": "a-code"}, **SECURE)


def other_doors(client, world):
    gives_password(client, world)
    for address in (
        "/admin/", "/accounts/login/", "/accounts/2fa/", "/accounts/2fa/authenticate/", "/accounts/reauthenticate/",
        "/accounts/signup/", "/accounts/password/reset/", "/_allauth/browser/v1/auth/session", "/api/",
    ):  # fmt: skip
        assert client.get(address, **SECURE).status_code == 404


WAYS = [
    gives_password, without_an_app, one_click, used_code, used_recovery_code, colleagues_code, forged_key,
    own_key_set_up_half_way, app_set_up_again_half_way, fresh_codes_half_way, confirming_half_way, too_late,
    new_password_by_link, session_without_factor, known_session_name, provider_says_nothing_of_it,
    provider_says_password_alone, provider_for_somebody_without_an_app, provider_for_a_stranger,
    provider_signed_by_another, provider_twice, other_doors,
]  # fmt: skip


class TestSkippingTheFactor:
    @pytest.mark.parametrize("way", WAYS)
    def test_opens_no_route(self, record_property, world, way):
        client = Client()
        way(client, world)
        cookies = dict(client.cookies)
        opened = []
        for address in PRIVATE:
            client.cookies.update(cookies)
            answer = client.get(address, **SECURE)
            if answer.status_code != 302 or not answer.url.startswith("/signin?next="):
                opened.append((address, answer.status_code))
        record_property("checks", len(PRIVATE))
        assert opened == []

    def test_would_be_seen_to_succeed(self, world):
        """The same walk with the right code comes in, so an empty list above means something."""
        client = Client()
        gives_password(client, world)
        assert posts(client, "/signin/code", code=code_at(world.secret, NOW)).status_code == 302

        assert client.get("/account/sessions/", **SECURE).status_code == 200
