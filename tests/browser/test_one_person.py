"""Opening a record and merging two, in the browser."""

import pytest

from mappa.accounts.permissions import Role
from tests.browser.checks import follow, hold
from tests.factories.accounts import a_user
from tests.factories.people import a_person
from tests.nominals.test_linking import PARTS, kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class TestOnePerson:
    def test_somebody_near_is_decided_about_and_two_records_are_merged(self, page, open_as):
        coordinator = a_user(Role.COORDINATOR)
        known = a_person(family_name="Testcase", given_names="Robin")
        open_as(coordinator, "/people/new/")
        page.get_by_label("Family name").fill("Testcase")
        page.get_by_label("Given names").fill("Robin")
        for part, value in (("Day", "11"), ("Month", "6"), ("Year", "1985")):
            page.get_by_role("group", name="Date of birth").get_by_label(part).fill(value)
        follow(page.get_by_role("button", name="Search, then open"))
        hold(page, "near")
        page.get_by_role("group", name=f"Is this {known.reference}?").get_by_label("No, somebody else").check()
        page.get_by_label("What did you compare?").fill("Other fingerprints")
        follow(page.get_by_role("button", name="Open the record"))
        page.get_by_text("Record opened.").wait_for()
        opened = page.url.split("/people/")[1].split("/")[0]

        open_as(coordinator, f"/people/{known.reference}/merge/")
        page.get_by_label("Reference of the other record").fill(opened)
        follow(page.get_by_role("button", name="Compare the two"))
        page.get_by_text("not of one person: Other fingerprints").wait_for()
        hold(page, "compare")
        page.get_by_label("How do you know that this is one person?").fill("Fingerprints compared again")
        follow(page.get_by_role("button", name="Merge the records"))
        page.get_by_text("Its reference leads here").wait_for()

        open_as(coordinator, f"/people/{opened}/merge/")
        hold(page, "merged")
        follow(page.get_by_role("link", name="Take apart"))
        hold(page, "apart")

    def test_a_pair_of_the_linkage_is_weighed_and_decided(self, page, open_as):
        coordinator = a_user(Role.COORDINATOR)
        one = a_person(family_name="Testcase", given_names="Robin")
        other = a_person(family_name="Testcasse", given_names="Robin")
        street = {"column": "street", "agreement": "Spelt much alike", "weight": 10.4}
        kept(one, other, parts=[*PARTS, street], weight=2.7, start=-14.9, probability=0.87)
        open_as(coordinator, "/one-person/")
        follow(page.get_by_role("link", name="Pairs that the linkage found"))
        hold(page, "linked")
        follow(page.get_by_role("link", name=f"{one.reference} and {other.reference}"))
        page.get_by_role("img", name="Match weights").wait_for()
        hold(page, "weighed")
        page.get_by_label("Yes, one person").check()
        page.get_by_label("What did you compare?").fill("Fingerprints")
        follow(page.get_by_role("button", name="Record the decision"))
        page.get_by_role("heading", name="Is this one person?").wait_for()
        assert page.url.endswith(f"/people/{one.reference}/merge/with/{other.reference}/")
