"""Signing in to the demonstration, and the pages everybody may meet."""

import pytest

from mappa.accounts.permissions import Role
from tests.browser.checks import assert_plain, follow, hold
from tests.factories.accounts import a_user

pytestmark = pytest.mark.browser

PASSWORD = "a long enough phrase"  # noqa: S105 - of a test
PURPOSE = "Screens referrals, builds the meeting day and sees every case that is late"


@pytest.fixture
def somebody(live_server):
    return a_user(Role.COORDINATOR, username="coordinator", is_demonstration=True, purpose=PURPOSE)


class TestSecurityKey:
    @pytest.fixture
    def key(self, page):
        """A key in the browser that answers whenever it is asked."""
        wires = page.context.new_cdp_session(page)
        wires.send("WebAuthn.enable")
        made = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True, "automaticPresenceSimulation": True}
        wires.send("WebAuthn.addVirtualAuthenticator", {"options": made})

    @pytest.fixture
    def user(self, live_server):
        user = a_user(Role.COORDINATOR, username="someone")
        user.set_password(PASSWORD)
        user.save()
        return user

    def signs_in(self, page, live_server):
        page.goto(f"{live_server.url}/signin")
        page.fill("#id_username", "someone")
        page.fill("#id_password", PASSWORD)
        follow(page.get_by_role("button", name="Sign in", exact=True))

    def test_is_added_and_signs_in(self, page, live_server, user, key):
        self.signs_in(page, live_server)
        page.goto(f"{live_server.url}/signin/set-up/key")
        hold(page, "new-key")
        page.fill("#id_name", "blue key")
        page.click("text=Add this key")
        page.click("text=I have kept them")
        page.goto(f"{live_server.url}/account/second-factor/")
        assert page.is_visible("text=blue key")
        hold(page, "own-keys")
        follow(page.locator("text=Sign out"))
        self.signs_in(page, live_server)
        page.wait_for_url(f"{live_server.url}/signin/code")
        hold(page, "sign-in-with-key")

        page.click("text=Use your security key")

        page.wait_for_url(f"{live_server.url}/")

    def test_says_what_it_needs_without_scripts_and_leaves_the_codes(self, page_without_scripts, live_server, user):
        self.signs_in(page_without_scripts, live_server)

        page_without_scripts.goto(f"{live_server.url}/signin/set-up/key")

        assert page_without_scripts.is_visible("text=it needs JavaScript")
        assert page_without_scripts.is_hidden("text=Add this key")


class TestSignIn:
    def test_lists_the_accounts_and_what_each_is_for(self, page, live_server, somebody):
        page.goto(f"{live_server.url}/signin")

        assert page.is_visible(f"text={PURPOSE}")
        assert page.is_visible("text=All people, addresses and events in it are invented")
        hold(page, "signin")
        assert_plain(page)

    def test_hides_what_is_missing_behind_one_page_and_signs_out(self, page, live_server, somebody):
        page.goto(f"{live_server.url}/signin")
        follow(page.locator("text=Sign in as coordinator"))
        page.wait_for_url(f"{live_server.url}/")

        page.goto(f"{live_server.url}/nothing-here")

        assert page.is_visible("text=There is nothing at this address that you can see.")
        hold(page, "nothing-here")
