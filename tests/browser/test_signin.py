"""Signing in to the demonstration, and the pages everybody may meet."""

import os
from pathlib import Path

import pytest

from mappa.accounts.permissions import Role
from tests.browser.checks import assert_good_page, assert_plain
from tests.factories.accounts import a_user

pytestmark = pytest.mark.browser

PURPOSE = "Screens referrals, builds the meeting day and sees every case that is late"


@pytest.fixture
def somebody(live_server):
    return a_user(Role.COORDINATOR, username="coordinator", is_demonstration=True, purpose=PURPOSE)


class TestSignIn:
    def test_lists_the_accounts_and_what_each_is_for(self, page, live_server, somebody):
        page.goto(f"{live_server.url}/signin")
        if os.environ.get("PICTURES"):
            page.screenshot(path=Path(os.environ["PICTURES"]) / "signin-1280.png", full_page=True)

        assert page.is_visible(f"text={PURPOSE}")
        assert page.is_visible("text=All people, addresses and events in it are invented")
        assert_good_page(page)
        assert_plain(page)

    def test_hides_what_is_missing_behind_one_page_and_signs_out(self, page, live_server, somebody):
        page.goto(f"{live_server.url}/signin")
        page.click("text=Sign in as coordinator")
        page.wait_for_url(f"{live_server.url}/")

        page.goto(f"{live_server.url}/nothing-here")

        assert page.is_visible("text=There is nothing at this address that you can see.")
        assert_good_page(page)
