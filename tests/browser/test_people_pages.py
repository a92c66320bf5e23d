"""The record's own pages, search, imports, matches, emergency access and the log, held to the standards."""

from datetime import date

import pytest
from django.conf import settings

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.matching.models import DoubtfulMatch
from mappa.people.models import Address, EmergencyAccess, Person, Victim
from mappa.sharing.services import open_emergency
from tests.browser.checks import assert_accessible, assert_everything_labelled, assert_no_sideways_scroll
from tests.factories.accounts import a_user, an_agency
from tests.factories.imports import a_file, a_row
from tests.factories.people import NOON, a_person
from tests.imports.test_import import taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "A child may be with this person now"


@pytest.fixture
def sign_in(page, live_server, client):
    def signed_in(user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return signed_in


def hold(page, address):
    page.goto(address)
    held(page)


def held(page):
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_everything_labelled(page)


class TestRecordPages:
    def test_hold_to_every_standard_filled_empty_and_wrong(self, sign_in, live_server):
        liaison, coordinator = a_user(Role.VICTIM_LIAISON), a_user(Role.COORDINATOR)
        person = a_person(involving=(liaison.agency,))
        own = f"{live_server.url}/people/{person.reference}"
        page = sign_in(coordinator)
        for name in ("details", "edit", "death", "names/new", "addresses/new", "identifiers/new", "who-has-looked"):
            hold(page, f"{own}/{name}/")
        Address.objects.create(person=person, text="1 Test Street", since=date(2026, 1, 1))
        hold(page, f"{own}/details/")
        page.goto(f"{own}/addresses/new/")
        page.get_by_role("button", name="Save").click()
        held(page)
        assert page.locator(".govuk-error-summary").is_visible()

        page = sign_in(liaison)
        hold(page, f"{own}/victims/")
        Victim.objects.create(person=person, kind="direct", description="A direct victim")
        hold(page, f"{own}/victims/")
        hold(page, f"{own}/victims/new/")

    def test_a_conflict_shows_both_texts(self, sign_in, live_server):
        person = a_person()
        page = sign_in(a_user(Role.COORDINATOR))
        page.goto(f"{live_server.url}/people/{person.reference}/edit/")
        Person.objects.filter(pk=person.pk).update(version=2, ethnicity="Theirs", changed_by="other", changed_at=NOON)
        page.get_by_label("Ethnicity").fill("Mine")

        page.get_by_role("button", name="Save").click()

        held(page)
        assert page.get_by_text("Theirs", exact=True).is_visible()
        assert page.get_by_label("Ethnicity").input_value() == "Mine"


class TestFindingPages:
    def test_search_holds_with_results_without_and_wrong(self, sign_in, live_server):
        a_person(family_name="Shownperson")
        page = sign_in(a_user(Role.COORDINATOR))
        hold(page, f"{live_server.url}/search/")
        for text in ("shownperson", "nobody at all", ""):
            page.get_by_label("Name, number or reference").fill(text)
            page.get_by_role("button", name="Search").click()
            held(page)
            assert "shownperson" not in page.url

    def test_results_are_checked_then_taken_in_and_doubt_is_decided(self, sign_in, live_server, tmp_path):
        coordinator = a_user(Role.COORDINATOR)
        taken(a_row(person_ref="", pnc_id=""), actor=coordinator)
        doubtful = a_row(person_ref="", pnc_id="", family_name="Testcasse", cjs_code="ZZ99999")
        (tmp_path / "results.csv").write_bytes(a_file(doubtful, a_row(disposal="GAOL")))
        page = sign_in(coordinator)
        hold(page, f"{live_server.url}/imports/court-results/")
        page.get_by_role("button", name="Check the file").click()
        held(page)

        page.get_by_label("CSV file").set_input_files(tmp_path / "results.csv")
        page.get_by_role("button", name="Check the file").click()
        held(page)
        page.get_by_label("Take in the good rows").check()
        page.get_by_role("button", name="Take in").click()
        held(page)
        hold(page, f"{live_server.url}/matches/")
        page.get_by_role("link", name=f"{DoubtfulMatch.objects.get().raised_at:%d %m %Y}").click()
        held(page)
        page.get_by_label("The same person").check()
        page.get_by_role("button", name="Record the decision").click()

        assert Person.objects.get().convictions.count() == 2
        hold(page, f"{live_server.url}/matches/{DoubtfulMatch.objects.get().pk}/")


class TestEmergencyPages:
    def test_open_a_record_and_wait_for_a_review(self, sign_in, live_server):
        an_agency(AgencyKind.POLICE)
        person = a_person()
        page = sign_in(a_user(Role.POLICE_OFFENDER_MANAGER))
        hold(page, f"{live_server.url}/emergency-access/")
        page.get_by_label("Reference of the record").fill(person.reference)
        page.get_by_role("button", name="Open the record").click()
        held(page)
        page.get_by_label("Why can it not wait?").fill(REASON)
        page.get_by_role("button", name="Open the record").click()
        held(page)
        hold(page, f"{live_server.url}/people/{person.reference}/details/")

        page = sign_in(a_user(Role.COORDINATOR))
        hold(page, f"{live_server.url}/emergency-access/reviews/")
        hold(page, f"{live_server.url}/emergency-access/reviews/{EmergencyAccess.objects.get().pk}/")
        page.get_by_label("What did you find?").fill("Justified")
        page.get_by_role("button").filter(has_text="Save").click()
        held(page)

        assert EmergencyAccess.objects.get().finding == "Justified"

    def test_the_log_holds_shut_open_and_wrong(self, sign_in, live_server):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        open_emergency(reference=a_person().reference, reason=REASON, actor=officer, at=NOON)
        page = sign_in(a_user(Role.AUDITOR))
        hold(page, f"{live_server.url}/audit/")
        page.get_by_role("button", name="Open the log").click()
        held(page)
        page.get_by_label("A suspected breach or misuse").check()
        page.get_by_role("button", name="Open the log").click()
        held(page)
        assert page.get_by_text("sharing, emergency, open").is_visible()
