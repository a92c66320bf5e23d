"""Signing in at a provider: only a token that it signed, for us, just now, for a bound account, counts."""

import base64
import hashlib
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.test import Client

from mappa.accounts.models import ProviderIdentity, Session, User
from mappa.accounts.permissions import Role
from mappa.administration.identities import bind_identity
from mappa.audit.models import AuditEvent
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from tests.accounts.test_second_factor import PAGE
from tests.factories.accounts import a_user, an_area
from tests.factories.openid_provider import (
    CLIENT,
    EC_KEY,
    KEY,
    OTHER_KEY,
    SECRET,
    a_running_provider,
    published,
)

pytestmark = pytest.mark.django_db
ASK = "/signin/openid"
PUBLIC_PEM = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture(scope="module")
def running():
    with a_running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running, monkeypatch):
    running.forget()
    for name, value in {
        "oidc_issuer": running.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET,
        "oidc_second_factor": "amr:mfa, acr:urn:example:two",
    }.items():  # fmt: skip
        monkeypatch.setattr(settings.ENVIRONMENT, name, value)
    return running


@pytest.fixture
def user(provider):
    user = a_user(Role.COORDINATOR, username="someone")
    bind_identity(user=user, subject="person-1", reason="x", actor=a_user(Role.SYSTEM_ADMIN), at=clock.now())
    return user


def comes_back(client, provider, **more):
    return provider.comes_back(client, client.get(f"{ASK}?next=/duties/").url, **more)


def is_in(client):
    return client.get(PAGE).status_code == 200


def why_refused():
    return AuditEvent.objects.filter(operation="sign-in refused").latest("pk").details["why"]


class TestSigningIn:
    def test_with_a_second_factor_there_comes_in_under_a_new_session(self, client, provider, user):
        answer = comes_back(client, provider)

        assert answer.url == "/duties/"
        assert is_in(client)
        assert client.session["second_factor"] == "openid"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(provider.sent["code_verifier"].encode()).digest())
        assert challenge.rstrip(b"=").decode() == provider.asked["code_challenge"]
        assert provider.sent["client_secret"] == SECRET
        assert AuditEvent.objects.get(operation="signed in").details == {"factor": "openid"}

    @pytest.mark.parametrize("says", [{"amr": ["mfa"]}, {"amr": None, "acr": "urn:example:two"}])
    def test_takes_either_proof_that_the_settings_name(self, client, provider, user, says):
        provider.claims = says

        assert comes_back(client, provider).url == "/duties/"

    @pytest.mark.parametrize(
        "says",
        [{"amr": None}, {"amr": []}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"amr": [["mfa"]]}, {"amr": {"mfa": 1}},
         {"acr": "urn:example:one", "amr": 0}, {"amr": None, "acr": ["urn:example:two"]}, {"acr": "mfa", "amr": None}],
    )  # fmt: skip
    def test_without_proof_asks_for_our_own_second_factor(self, client, provider, user, says):
        provider.claims = says

        assert comes_back(client, provider).url == "/signin/code"
        assert not is_in(client)
        assert client.get("/signin/code").url == "/signin/set-up"

    def test_takes_no_proof_when_the_settings_name_none(self, client, provider, user, monkeypatch):
        monkeypatch.setattr(settings.ENVIRONMENT, "oidc_second_factor", "")

        assert comes_back(client, provider).url == "/signin/code"

    def test_is_not_offered_unless_the_settings_name_a_provider(self, client):
        assert "Sign in with" not in client.get("/signin").content.decode()
        for address in (ASK, "/signin/openid/back?state=x&code=y"):
            assert client.get(address).status_code == 404
        assert client.post("/signin/openid/left").status_code == 404

    def test_is_offered_by_name(self, client, provider, monkeypatch):
        monkeypatch.setattr(settings.ENVIRONMENT, "oidc_name", "Northshire Police")

        assert "Sign in with Northshire Police" in client.get("/signin?next=/duties/").content.decode()


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(claims, **header):
    return f"{encoded({'alg': 'none', 'typ': 'JWT'} | header)}.{encoded(claims)}."


def by_public_key(claims):
    """The published key used as if it were a shared secret."""
    import hmac  # noqa: PLC0415 - only this forgery

    said = f"{encoded({'alg': 'HS256', 'kid': 'one'})}.{encoded(claims)}"
    signature = hmac.new(PUBLIC_PEM, said.encode(), hashlib.sha256).digest()
    return f"{said}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def signed(key, algorithm="RS256", **header):
    return lambda claims: jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "one", **header})


def altered(claims):
    head, _body, signature = signed(KEY)({**claims, "sub": "somebody else"}).split(".")
    return f"{head}.{encoded(claims)}.{signature}"


LONG_AGO = int(time.time()) - 3600
LIES = {
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another audience": {"claims": {"aud": "another"}},
    "several audiences": {"claims": {"aud": [CLIENT, "another"]}},
    "another party": {"claims": {"azp": "another"}},
    "another nonce": {"claims": {"nonce": "AAAA"}},
    "no nonce": {"without": ("nonce",)},
    "expired": {"claims": {"exp": LONG_AGO + 60, "iat": LONG_AGO}},
    "no expiry": {"without": ("exp",)},
    "expiry in words": {"claims": {"exp": "tomorrow"}},
    "long ago": {"claims": {"iat": LONG_AGO}},
    "before all time": {"claims": {"iat": -(10**30)}},
    "not yet": {"claims": {"nbf": int(time.time()) + 3600}},
    "from the future": {"claims": {"iat": int(time.time()) + 3600}},
    "no subject": {"without": ("sub",)},
    "another subject": {"claims": {"sub": "person-2"}},
    "a subject in other letters": {"claims": {"sub": "PERSON-1"}},
    "an e-mail address": {"claims": {"sub": "x", "email": "someone@agency.example", "preferred_username": "someone"}},
    "a subject that is a list": {"claims": {"sub": ["person-1"]}},
    "unsigned": {"sign": unsigned},
    "unsigned, in capitals": {"sign": lambda claims: unsigned(claims, alg="NONE")},
    "signed with the public key": {"sign": by_public_key},
    "another key": {"sign": signed(OTHER_KEY)},
    "another key, brought along": {"sign": signed(OTHER_KEY, jwk=published(OTHER_KEY))},
    "another key, from elsewhere": {"sign": signed(OTHER_KEY, jku="https://evil.example/keys")},
    "a key of another kind": {"sign": signed(EC_KEY, "ES256")},
    "an unknown key": {"sign": lambda claims: jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "two"})},
    "altered": {"sign": altered},
    "no token": {"sign": lambda _: None},
    "a token that is a number": {"sign": lambda _: 7},
    "no keys": {"keys": []},
    "two keys of one name": {"keys": [published(KEY), published(OTHER_KEY)]},
    "a key to encrypt with": {"keys": [published(KEY, use="enc")]},
    "keys that are none": {"keys": [{"kty": "RSA", "kid": "one", "n": "AQAB", "e": "AQAB"}, "x", None]},
    "keys that are no list": {"keys": "keys"},
    "a description of another": {"described": {"issuer": "https://evil.example"}},
    "an address without TLS": {"described": {"token_endpoint": "http://evil.example/token"}},
    "a file": {"described": {"jwks_uri": "file:///etc/passwd"}},
    "no addresses": {"described": {"jwks_uri": None}},
    "an error": {"status": 500},
    "sent elsewhere": {"status": 302},
}


class TestLies:
    @pytest.mark.parametrize("lie", LIES)
    def test_let_nobody_in(self, client, provider, user, lie):
        address = client.get(ASK).url
        for name, value in LIES[lie].items():
            setattr(provider, name, value)

        answer = provider.comes_back(client, address)

        assert answer.status_code == 403
        assert "not signed in" in answer.content.decode()
        assert not is_in(client)
        assert client.get("/signin/code").url == "/signin"
        assert why_refused()

    @pytest.mark.parametrize("keyless", [True, False])
    def test_the_same_answers_without_a_lie_come_in(self, client, provider, user, keyless):
        if keyless:  # one key that has no name
            provider.keys = [{name: value for name, value in published(KEY).items() if name != "kid"}]
            provider.sign = lambda claims: jwt.encode(claims, KEY, algorithm="RS256")

        assert comes_back(client, provider).status_code == 302
        assert is_in(client)


class TestComingBack:
    @pytest.mark.parametrize("state", ["", "x", "\0", "é"])
    def test_with_another_state_is_refused(self, client, provider, user, state):
        address = client.get(ASK).url
        provider.asked = {"state": "", "nonce": ""}

        assert client.get("/signin/openid/back", {"state": state, "code": "c"}).status_code == 403
        assert why_refused() == "state"
        assert provider.comes_back(client, address).status_code == 403  # asked once, answered once

    def test_in_another_browser_is_refused(self, client, provider, user):
        address = client.get(ASK).url
        victim = Client()

        assert provider.comes_back(victim, address).status_code == 403
        assert not is_in(victim)

    def test_twice_is_refused(self, client, provider, user):
        comes_back(client, provider)
        client.post("/signout")

        again = client.get("/signin/openid/back", {"state": provider.asked["state"], "code": "a-code"})

        assert again.status_code == 403

    def test_without_a_code_or_too_late_is_refused(self, client, provider, user):
        assert comes_back(client, provider, code="").status_code == 403
        address = client.get(ASK).url
        session = client.session
        session["openid_asked"] = session["openid_asked"] | {"at": "2026-01-01T00:00:00+00:00"}
        session.save()
        assert provider.comes_back(client, address).status_code == 403
        assert why_refused() == "too late"

    @pytest.mark.parametrize("state", ["closed", "unbound", "bound to another issuer", "unused"])
    def test_to_an_account_that_is_not_open_and_bound_is_refused(self, client, provider, user, state):
        if state == "closed":
            User.objects.filter(pk=user.pk).update(is_active=False)
        elif state == "unused":
            User.objects.filter(pk=user.pk).update(last_login="2020-01-01T00:00:00Z")
        elif state == "unbound":
            ProviderIdentity.objects.update(ended_at=clock.now())
        else:
            ProviderIdentity.objects.update(issuer="https://another.example")

        assert comes_back(client, provider).status_code == 403
        assert not is_in(client)

    def test_makes_no_account_ever(self, client, provider):
        provider.claims = {"sub": "stranger"}
        a_user(Role.COORDINATOR, username="stranger")
        before = User.objects.count()

        assert comes_back(client, provider).status_code == 403
        assert User.objects.count() == before

    def test_leads_to_pages_of_ours_only(self, client, provider, user):
        answer = provider.comes_back(client, client.get(f"{ASK}?next=https://evil.example/").url)

        assert answer.url == "/"


class TestConfirming:
    """Whoever came in by the provider may confirm there, when it is they and they have just shown it."""

    NEEDS = "/account/second-factor/codes/"

    @pytest.fixture
    def inside(self, client, provider, user):
        user.set_password("a long enough phrase")  # so that confirming is asked for
        user.save()
        comes_back(client, provider)
        session = client.session
        session["confirmed_at"] = "2026-01-01T00:00:00+00:00"
        session.save()
        return client

    def confirms(self, client, provider, **claims):
        address = client.get(f"{ASK}?next=/account/second-factor/").url
        assert "prompt=login" in address
        provider.claims = claims
        return provider.comes_back(client, address)

    def test_counts_when_they_have_just_shown_it(self, inside, provider):
        asked = inside.post(self.NEEDS, headers={"referer": "http://testserver/account/second-factor/"}).url
        assert "Confirm with your organisation" in inside.get(asked).content.decode()
        before = inside.cookies[settings.SESSION_COOKIE_NAME].value

        assert self.confirms(inside, provider).url == "/account/second-factor/"

        assert inside.post(self.NEEDS).url == "/signin/set-up"  # not asked again
        assert inside.cookies[settings.SESSION_COOKIE_NAME].value != before

    @pytest.mark.parametrize(
        "claims", [{"auth_time": int(time.time()) - 600}, {"auth_time": None}, {"auth_time": "now"}, {"amr": ["pwd"]}]
    )
    def test_does_not_count_when_it_was_before_or_without_a_second_factor(self, inside, provider, claims):
        assert self.confirms(inside, provider, **claims).status_code == 403
        assert inside.post(self.NEEDS).url.startswith("/account/confirm/")

    def test_does_not_count_for_a_colleague(self, inside, provider):
        colleague = a_user(Role.COORDINATOR)
        bind_identity(user=colleague, subject="two", reason="x", actor=a_user(Role.SYSTEM_ADMIN), at=clock.now())

        assert self.confirms(inside, provider, sub="two").status_code == 403
        assert inside.post(self.NEEDS).url.startswith("/account/confirm/")


class TestLeft:
    def sends(self, client, provider, **more):
        token = provider.token(**{"nonce": None, "events": EVENT, **more})
        return client.post("/signin/openid/left", {"logout_token": token})

    @pytest.fixture
    def inside(self, client, provider, user):
        comes_back(client, provider)
        provider.without = ("nonce",)
        return client

    def test_at_the_provider_ends_the_sessions_before_the_next_request(self, inside, provider):
        assert self.sends(Client(), provider).status_code == 200

        assert not is_in(inside)
        assert AuditEvent.objects.filter(details__why="signed out at the provider").count() == 1

    @pytest.mark.parametrize("lie", ["no event", "nonce", "another key", "another audience", "old", "nothing"])
    def test_forged_ends_nothing(self, inside, provider, lie):
        more = {}
        if lie == "no event":
            more = {"events": {}}
        elif lie == "nonce":
            provider.without = ()
            more = {"nonce": "x"}
        elif lie == "another key":
            provider.sign = signed(OTHER_KEY)
        elif lie == "another audience":
            more = {"aud": "x"}
        elif lie == "old":
            more = {"iat": LONG_AGO}
        else:
            provider.sign = lambda _: ""

        assert self.sends(Client(), provider, **more).status_code == 400
        assert is_in(inside)


class TestBinding:
    def test_by_an_administrator_on_a_page_ends_what_was_open(self, client, provider, user):
        browser = Client()
        browser.force_login(user)
        client.force_login(a_user(Role.SYSTEM_ADMIN))
        page = f"/administration/accounts/{user.pk}/identity/"

        assert "person-1" in client.get(page).content.decode()
        assert client.post(page, {"subject": "person-9", "reason": "Seen with her card"}).status_code == 302

        assert not is_in(browser)
        assert comes_back(Client(), provider).status_code == 403
        provider.claims = {"sub": "person-9"}
        assert comes_back(Client(), provider).status_code == 302
        assert client.post(page, {"subject": "", "reason": "Left the force"}).status_code == 302
        assert comes_back(Client(), provider).status_code == 403
        assert ProviderIdentity.objects.count() == 2

    def test_refuses_an_e_mail_address_anothers_subject_and_ones_own_account(self, client, provider, user):
        admin = a_user(Role.SYSTEM_ADMIN)
        client.force_login(admin)
        other = a_user(Role.COORDINATOR)
        page = f"/administration/accounts/{other.pk}/identity/"
        for subject in ("someone@agency.example", "person-1"):
            assert client.post(page, {"subject": subject, "reason": "x"}).status_code == 422
        own = f"/administration/accounts/{admin.pk}/identity/"
        assert client.post(own, {"subject": "me", "reason": "x"}).status_code == 403
        east = a_user(Role.COORDINATOR, area=an_area("eastmere"))
        assert client.get(f"/administration/accounts/{east.pk}/identity/").status_code == 404
        assert ProviderIdentity.objects.count() == 1

    def test_needs_a_reason_and_a_provider(self, provider, user, monkeypatch):
        facts = {"user": user, "subject": "x", "actor": a_user(Role.SYSTEM_ADMIN), "at": clock.now()}
        with pytest.raises(Incomplete):
            bind_identity(**facts, reason=" ")
        monkeypatch.setattr(settings.ENVIRONMENT, "oidc_issuer", "")
        with pytest.raises(NotPossible):
            bind_identity(**facts, reason="x")
        assert not Session.objects.filter(user=user).exists()
