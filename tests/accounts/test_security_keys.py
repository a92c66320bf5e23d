"""Security keys as the second factor: only the right key, asked just now, by us, comes in."""

import html
import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from mappa.audit.models import AuditEvent
from tests.accounts.test_second_factor import (  # noqa: F401 - fixtures
    NOON,
    PAGE,
    PASSWORD,
    SECURE,
    live,
    noon,
    somebody,
    user,
)
from tests.factories.security_key import SecurityKey

pytestmark = pytest.mark.django_db
SET_UP = "/signin/set-up/key"
NEW = "/account/keys/new/"
OWN = "/account/second-factor/"
UNREADABLE = json.dumps(
    {"id": "YQ", "rawId": "YQ", "type": "public-key", "clientExtensionResults": {},
     "response": {"clientDataJSON": "YQ", "authenticatorData": "YQ", "signature": "YQ"}}
)  # fmt: skip


def asked(answer):
    """What a page asks of a key."""
    return json.loads(html.unescape(re.search(r'data-key-options="([^"]*)"', answer.content.decode())[1]))


def gives_password(client):
    return client.post("/signin", {"username": "someone", "password": PASSWORD}, **SECURE)


def answers(client, address, answer, **more):
    return client.post(address, {"credential": json.dumps(answer), **more}, **SECURE)


def sets_up(client, key, address=SET_UP, name="blue key"):
    return answers(client, address, key.made(asked(client.get(address, **SECURE))), name=name)


def shows(client, key, **lies):
    return answers(client, "/signin/code", key.shown(asked(client.get("/signin/code", **SECURE)), **lies))


def is_in(client):
    return client.get(PAGE, **SECURE).status_code == 200


@pytest.fixture
def key(client, user):  # noqa: F811
    """The user's only second factor; the browser is signed out again."""
    made = SecurityKey()
    gives_password(client)
    client.get("/signin/code", **SECURE)
    sets_up(client, made)
    client.post("/signout", **SECURE)
    return made


class TestSettingUp:
    def test_a_key_is_enough_in_live_and_gives_recovery_codes(self, client, user, live):  # noqa: F811
        gives_password(client)
        assert client.get("/signin/code", **SECURE).url == "/signin/set-up"

        page = sets_up(client, SecurityKey())

        assert "Keep your recovery codes" in page.content.decode()
        assert is_in(client)
        assert Authenticator.objects.get(type="webauthn").data["name"] == "blue key"
        assert AuditEvent.objects.get(operation="signed in").details == {"factor": "webauthn"}

    def test_is_not_for_somebody_who_has_a_factor_and_has_not_shown_it(self, client, key):
        gives_password(client)

        assert client.get(SET_UP, **SECURE).url == "/signin"
        assert client.get(NEW, **SECURE).url.startswith("/signin")

    @pytest.mark.parametrize("spoil", ["challenge", "origin", "site", "twice", "nothing", "list", "deep"])
    def test_refuses_an_answer_that_is_not_to_our_question(self, client, user, spoil):  # noqa: F811
        gives_password(client)
        question = asked(client.get(SET_UP, **SECURE))
        liar = SecurityKey(
            site="evil.example" if spoil == "site" else "testserver",
            origin="https://evil.example" if spoil == "origin" else "https://testserver",
        )
        if spoil == "challenge":
            question["publicKey"]["challenge"] = "AAAA"
        sent = json.dumps(liar.made(question))
        sent = {"nothing": "", "list": "[]", "deep": "[" * 100_000}.get(spoil, sent)
        if spoil == "twice":
            client.post(SET_UP, {"credential": "{}", "name": "x"}, **SECURE)  # uses the challenge up

        answer = client.post(SET_UP, {"credential": sent, "name": "x"}, **SECURE)

        assert answer.status_code == 422
        assert "was not added" in answer.content.decode()
        assert not Authenticator.objects.exists()


class TestSigningIn:
    def test_with_the_key_comes_in_and_goes_on(self, client, key):
        gives_password(client)

        assert shows(client, key).url == "/"
        assert is_in(client)
        assert client.session["second_factor"] == "webauthn"
        assert Authenticator.objects.get(type="webauthn").last_used_at == NOON

    @pytest.mark.parametrize(
        "lies",
        [
            {"challenge": "AAAA"},
            {"signer": ec.generate_private_key(ec.SECP256R1())},
            {"kind": "webauthn.create"},
        ],
        ids=["another challenge", "another key's signature", "an answer to something else"],
    )
    def test_refuses_a_forged_answer_and_records_it(self, client, key, lies):
        gives_password(client)

        assert shows(client, key, **lies).status_code == 422
        assert not is_in(client)
        refused = AuditEvent.objects.get(operation="sign-in refused")
        assert refused.details == {"factor": "security key", "waits": False}

    @pytest.mark.parametrize("lure", [{"site": "evil.example"}, {"origin": "https://evil.example"}])
    def test_refuses_what_another_site_was_told(self, client, key, lure):
        for name, value in lure.items():
            setattr(key, name, value)
        gives_password(client)

        assert shows(client, key).status_code == 422
        assert not is_in(client)

    def test_refuses_an_answer_that_was_given_before(self, client, key):
        gives_password(client)
        answer = key.shown(asked(client.get("/signin/code", **SECURE)))
        answers(client, "/signin/code", answer)
        client.post("/signout", **SECURE)
        gives_password(client)
        client.get("/signin/code", **SECURE)

        assert answers(client, "/signin/code", answer).status_code == 422
        assert not is_in(client)

    def test_refuses_a_copy_that_has_not_counted_on(self, client, key):
        gives_password(client)
        shows(client, key)
        client.post("/signout", **SECURE)
        key.count -= 1
        gives_password(client)

        assert shows(client, key).status_code == 422

    def test_refuses_a_colleagues_key(self, client, key):
        colleague = SecurityKey(name=b"another")
        somebody("colleague")
        client.post("/signin", {"username": "colleague", "password": PASSWORD}, **SECURE)
        sets_up(client, colleague)
        client.post("/signout", **SECURE)
        gives_password(client)

        assert shows(client, colleague).status_code == 422
        assert not is_in(client)

    @pytest.mark.parametrize(
        "sent",
        ["", "null", "1", '"x"', "[]", "{}", '{"id": 1}', '{"response": {}}', '{"id":"a","rawId":"a","response":[]}',
         UNREADABLE, "[" * 100_000, "\0"],
    )  # fmt: skip
    def test_refuses_what_is_no_answer(self, client, key, sent):
        gives_password(client)
        client.get("/signin/code", **SECURE)

        assert client.post("/signin/code", {"credential": sent}, **SECURE).status_code == 422

    def test_a_key_that_does_not_count_may_be_used_again(self, client, user):  # noqa: F811
        passkey = SecurityKey(counts=False)
        gives_password(client)
        sets_up(client, passkey)
        for _ in range(2):
            client.post("/signout", **SECURE)
            gives_password(client)
            assert shows(client, passkey).status_code == 302


class TestOwnKeys:
    @pytest.fixture
    def inside(self, client, key):
        gives_password(client)
        shows(client, key)
        return client

    def test_are_listed_added_and_removed(self, inside):
        assert sets_up(inside, SecurityKey(name=b"second"), NEW, "spare <key>").url == OWN
        page = inside.get(OWN, **SECURE).content.decode()
        assert "blue key" in page
        assert "spare &lt;key&gt;" in page

        first = Authenticator.objects.filter(type="webauthn").earliest("pk")
        assert inside.post("/account/keys/remove/", {"key": first.pk}, **SECURE).url == OWN

        assert [row.data["name"] for row in Authenticator.objects.filter(type="webauthn")] == ["spare <key>"]
        assert AuditEvent.objects.filter(operation="security key removed").count() == 1

    def test_the_last_factor_stays(self, inside):
        row = Authenticator.objects.get(type="webauthn")

        answer = inside.post("/account/keys/remove/", {"key": row.pk}, **SECURE)

        assert answer.status_code == 409
        assert "only second factor" in answer.content.decode()
        assert Authenticator.objects.filter(pk=row.pk).exists()

    def test_a_colleagues_key_is_not_there_to_remove(self, inside):
        other = Authenticator.objects.create(user=somebody("other"), type="webauthn", data={"name": "theirs"})

        for reference in (other.pk, "", "x", "9" * 30):
            assert inside.post("/account/keys/remove/", {"key": reference}, **SECURE).status_code == 409
        assert Authenticator.objects.filter(pk=other.pk).exists()

    def test_are_asked_for_again_after_some_minutes(self, inside, key, noon):  # noqa: F811
        noon.shift(timedelta(minutes=settings.ENVIRONMENT.step_up_minutes))

        again = inside.get(NEW, **SECURE).url
        assert again.startswith("/account/confirm/")
        question = asked(inside.get(again, **SECURE))
        assert answers(inside, again, key.shown(question, challenge="AAAA")).status_code == 422
        question = asked(inside.get(again, **SECURE))
        assert answers(inside, again, key.shown(question)).url == NEW

    def test_ten_are_enough(self, inside):
        for number in range(9):
            Authenticator.objects.create(
                user_id=inside.session["_auth_user_id"], type="webauthn",
                data=Authenticator.objects.filter(type="webauthn").earliest("pk").data | {"name": str(number)},
            )  # fmt: skip

        assert sets_up(inside, SecurityKey(name=b"eleventh"), NEW).status_code == 409
