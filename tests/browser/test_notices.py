"""Notifying MAPPA of a person and answering it, in the browser."""

import pytest

from mappa.accounts.permissions import Role
from tests.browser.checks import follow, hold
from tests.factories.accounts import a_user, an_area

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class TestNotices:
    def test_an_order_is_told_by_the_hospital_and_becomes_a_record(self, page, open_as):
        an_area("eastmere")
        lead, coordinator = a_user(Role.HEALTH_LEAD), a_user(Role.COORDINATOR)
        open_as(lead, "/notify/")
        hold(page, "notify")
        follow(page.get_by_role("link", name="A hospital order"))
        hold(page, "notify-order")
        page.get_by_label("Family name").fill("Quillfeather")
        page.get_by_label("Court", exact=True).fill("Northshire Crown Court")
        court = page.get_by_role("group", name="On which day did the court decide?")
        for part, value in (("Day", "2"), ("Month", "3"), ("Year", "2026")):
            court.get_by_label(part).fill(value)
        page.get_by_label("At an address").check()
        page.locator("#id_address").fill("1 Mill Lane")
        page.get_by_label("Which area is that in?").select_option("Northshire")
        page.get_by_label("Offence and order").fill("Arson; hospital order")
        follow(page.get_by_role("button", name="Send"))
        page.get_by_text("Sent. The co-ordinator of the area answers it.").wait_for()
        hold(page, "sent")

        open_as(coordinator, "/notices/")
        hold(page, "notices")
        follow(page.get_by_role("link", name="NS-N"))
        hold(page, "notice")
        follow(page.get_by_role("button", name="Record", exact=True))
        hold(page, "notice-wrong")
        follow(page.get_by_role("button", name="Open or find the record"))
        hold(page, "notice-record")
        follow(page.get_by_role("button", name="Search, then open"))
        page.get_by_text("Record opened.").wait_for()
