"""The record's own pages, search, imports, matches, emergency access and the log, held to the standards."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.matching.models import DoubtfulMatch
from mappa.people.models import Address, EmergencyAccess, Person, Victim
from mappa.sharing.services import open_emergency
from tests.browser.checks import follow, hold
from tests.factories.accounts import a_user, an_agency
from tests.factories.imports import a_file, a_row
from tests.factories.people import NOON, a_person
from tests.imports.test_import import taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "A child may be with this person now"


@pytest.fixture
def look(open_as):
    """Look at pages as somebody: each one is held to the standard."""

    def as_user(user):
        def at(address):
            page = open_as(user, address)
            hold(page, f"people-{address}")
            return page

        return at

    return as_user


class TestRecordPages:
    def test_hold_to_every_standard_filled_empty_and_wrong(self, look):
        liaison, coordinator = a_user(Role.VICTIM_LIAISON), a_user(Role.COORDINATOR)
        person = a_person(involving=(liaison.agency,))
        own, at = f"/people/{person.reference}", look(coordinator)
        for name in ("details", "edit", "death", "names/new", "addresses/new", "identifiers/new", "who-has-looked"):
            at(f"{own}/{name}/")
        Address.objects.create(person=person, text="1 Test Street", since=date(2026, 1, 1))
        at(f"{own}/details/")
        page = at(f"{own}/addresses/new/")
        follow(page.get_by_role("button", name="Save"))
        hold(page, "address-error")
        assert page.locator(".govuk-error-summary").is_visible()

        at = look(liaison)
        at(f"{own}/victims/")
        Victim.objects.create(person=person, kind="direct", description="A direct victim")
        at(f"{own}/victims/")
        at(f"{own}/victims/new/")

    def test_a_conflict_shows_both_texts(self, open_as):
        person = a_person()
        page = open_as(a_user(Role.COORDINATOR), f"/people/{person.reference}/edit/")
        Person.objects.filter(pk=person.pk).update(version=2, ethnicity="Theirs", changed_by="other", changed_at=NOON)
        page.get_by_label("Ethnicity").fill("Mine")

        follow(page.get_by_role("button", name="Save"))

        hold(page, "person-conflict")
        assert page.get_by_text("Theirs", exact=True).is_visible()
        assert page.get_by_label("Ethnicity").input_value() == "Mine"


class TestFindingPages:
    def test_search_holds_with_results_without_and_wrong(self, look):
        a_person(family_name="Shownperson")
        page = look(a_user(Role.COORDINATOR))("/search/")
        for text in ("shownperson", "nobody at all", ""):
            page.get_by_label("Name, number or reference").fill(text)
            follow(page.get_by_role("button", name="Search"))
            hold(page, "search")
            assert "shownperson" not in page.url

    def test_results_are_checked_then_taken_in_and_doubt_is_decided(self, look, tmp_path):
        coordinator = a_user(Role.COORDINATOR)
        taken(a_row(person_ref="", pnc_id=""), actor=coordinator)
        doubtful = a_row(person_ref="", pnc_id="", family_name="Testcasse", cjs_code="ZZ99999")
        (tmp_path / "results.csv").write_bytes(a_file(doubtful, a_row(disposal="GAOL")))
        at = look(coordinator)
        page = at("/imports/court-results/")
        follow(page.get_by_role("button", name="Check the file"))
        hold(page, "import-error")

        page.get_by_label("CSV file").set_input_files(tmp_path / "results.csv")
        follow(page.get_by_role("button", name="Check the file"))
        hold(page, "import-checked")
        page.get_by_label("Take in the good rows").check()
        follow(page.get_by_role("button", name="Take in"))
        hold(page, "import-taken")
        at("/matches/")
        follow(page.get_by_role("link", name=f"{DoubtfulMatch.objects.get().raised_at:%d %m %Y}"))
        hold(page, "match")
        page.get_by_label("The same person").check()
        follow(page.get_by_role("button", name="Record the decision"))

        assert Person.objects.get().convictions.count() == 2
        at(f"/matches/{DoubtfulMatch.objects.get().pk}/")


class TestEmergencyPages:
    def test_open_a_record_and_wait_for_a_review(self, look):
        an_agency(AgencyKind.POLICE)
        person = a_person()
        at = look(a_user(Role.POLICE_OFFENDER_MANAGER))
        page = at("/emergency-access/")
        page.get_by_label("Reference of the record").fill(person.reference)
        follow(page.get_by_role("button", name="Open the record"))
        hold(page, "emergency-error")
        page.get_by_label("Why can it not wait?").fill(REASON)
        follow(page.get_by_role("button", name="Open the record"))
        hold(page, "emergency-open")
        at(f"/people/{person.reference}/details/")

        at = look(a_user(Role.COORDINATOR))
        at("/emergency-access/reviews/")
        page = at(f"/emergency-access/reviews/{EmergencyAccess.objects.get().pk}/")
        page.get_by_label("What did you find?").fill("Justified")
        follow(page.get_by_role("button").filter(has_text="Save"))
        hold(page, "emergency-reviewed")

        assert EmergencyAccess.objects.get().finding == "Justified"

    def test_the_log_holds_shut_open_and_wrong(self, look):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        open_emergency(reference=a_person().reference, reason=REASON, actor=officer, at=NOON)
        page = look(a_user(Role.AUDITOR))("/audit/")
        follow(page.get_by_role("button", name="Open the log"))
        hold(page, "audit-error")
        page.get_by_label("A suspected breach or misuse").check()
        follow(page.get_by_role("button", name="Open the log"))
        hold(page, "audit-open")
        assert page.get_by_text("sharing, emergency, open").is_visible()
