"""Signing in and out."""

import pytest
from django.conf import settings

from mappa.accounts.models import Session, User
from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from tests.factories.accounts import a_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"  # noqa: S105 - of a test


@pytest.fixture
def live(monkeypatch):
    """The same code, in an installation that holds real records."""
    monkeypatch.setattr(type(settings.ENVIRONMENT), "live", property(lambda _: True))


def somebody(**more):
    user = a_user(Role.COORDINATOR, username="someone", **more)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(client):
    return "_auth_user_id" in client.session


class TestSignIn:
    def test_with_name_and_password_goes_home_and_is_on_the_record(self, client):
        somebody()

        answer = client.post("/signin", {"username": "someone", "password": PASSWORD})

        assert (answer.status_code, answer.url) == (302, "/")
        assert client.get("/").status_code == 200
        event = AuditEvent.objects.get(operation="signed in")
        assert (event.what, event.who, event.subject) == ("access", "someone", "someone")

    @pytest.mark.parametrize(
        "typed",
        [
            {"username": "someone", "password": "wrong"},
            {"username": "nobody", "password": PASSWORD},
            {"username": "someone", "password": ""},
            {"username": "", "password": ""},
            {},
        ],
    )
    def test_with_anything_else_stays_out_and_says_so(self, client, typed):
        somebody()

        answer = client.post("/signin", typed)

        assert answer.status_code == 422
        assert not signed_in(client)
        assert b"There is a problem" in answer.content

    def test_says_the_same_of_a_wrong_password_and_of_nobody(self, client):
        somebody()

        pages = [
            client.post("/signin", {"username": name, "password": "wrong"}).context["form"].errors
            for name in ("someone", "nobody")
        ]

        assert pages[0] == pages[1]

    def test_of_a_closed_account_is_refused(self, client):
        somebody(is_active=False)

        assert client.post("/signin", {"username": "someone", "password": PASSWORD}).status_code == 422
        assert not signed_in(client)

    def test_ends_for_an_account_that_is_closed_meanwhile(self, client):
        client.force_login(somebody())
        User.objects.update(is_active=False)

        assert client.get("/").status_code == 302

    def test_takes_a_new_session(self, client):
        somebody()
        client.get("/signin")
        session = client.session
        session["planted"] = "x"
        session.save()
        before = session.session_key

        client.post("/signin", {"username": "someone", "password": PASSWORD})

        assert client.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()

    @pytest.mark.parametrize(
        ("wanted", "leads_to"),
        [
            ("/duties/", "/duties/"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("javascript:alert(1)", "/"),
            ("\\\\evil.example", "/"),
            ("", "/"),
        ],
    )
    def test_leads_back_to_pages_of_ours_only(self, client, wanted, leads_to):
        somebody()

        answer = client.post("/signin", {"username": "someone", "password": PASSWORD, "next": wanted})

        assert answer.url == leads_to

    def test_from_a_page_leads_back_to_it(self, client):
        assert client.get("/duties/").url == "/signin?next=%2Fduties%2F"


class TestOneClick:
    def test_signs_in_to_a_demonstration_account(self, client):
        a_user(Role.COORDINATOR, username="coordinator", is_demonstration=True, purpose="Screens referrals")

        page = client.get("/signin").content.decode()
        answer = client.post("/signin", {"username": "coordinator"})

        assert "Screens referrals" in page
        assert "Sign in as coordinator" in page
        assert answer.status_code == 302
        assert signed_in(client)

    def test_is_never_for_a_real_account(self, client):
        somebody()

        assert client.post("/signin", {"username": "someone"}).status_code == 422
        assert not signed_in(client)

    def test_is_never_for_a_closed_one(self, client):
        a_user(Role.COORDINATOR, username="coordinator", is_demonstration=True, is_active=False)

        assert client.post("/signin", {"username": "coordinator"}).status_code == 422
        assert not signed_in(client)

    def test_is_neither_offered_nor_taken_in_a_live_installation(self, client, live):
        a_user(Role.COORDINATOR, username="coordinator", is_demonstration=True, purpose="Screens referrals")

        page = client.get("/signin").content.decode()
        answer = client.post("/signin", {"username": "coordinator"})

        assert "Screens referrals" not in page
        assert "demonstration" not in page.lower()
        assert 'type="password"' in page
        assert answer.status_code == 422
        assert not signed_in(client)

    def test_says_what_went_wrong_beside_the_accounts(self, client):
        a_user(Role.COORDINATOR, username="coordinator", is_demonstration=True)

        answer = client.post("/signin", {"username": "nobody"})

        assert answer.status_code == 422
        assert b"There is a problem" in answer.content


class TestSignOut:
    def test_ends_the_session_and_tells_the_browser_to_forget(self, client):
        client.force_login(somebody())
        key = client.session.session_key

        answer = client.post("/signout")

        assert answer.url == "/signin"
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
        assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
        assert not Session.objects.filter(session_key=key).exists()
        assert client.get("/").url.startswith("/signin")
        assert AuditEvent.objects.get(operation="signed out").who == "someone"

    def test_needs_a_post(self, client):
        client.force_login(somebody())

        assert client.get("/signout").status_code == 405
        assert signed_in(client)
