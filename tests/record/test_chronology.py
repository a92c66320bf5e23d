"""What happened and what is to come: every agency's entries on one page, narrowed by kind, agency and days."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from mappa.accounts.permissions import Role
from mappa.assessments.models import Assessment
from mappa.duties.models import CaseFact
from mappa.meetings.lifecycle import MeetingState
from mappa.meetings.models import Meeting, MeetingStep, MinutesRequest, MinutesVersion
from mappa.offending.models import BreachAction, Conviction, Disposal, Movement, NotificationBreach, Order
from mappa.people.models import Involvement
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, a_person
from tests.factories.record import an_attachment

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
RESPONSIBLE = (Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER, Role.PRISON_LEAD)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(om):
    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency, level=2)


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


def shown(client, case, asked=""):
    answer = client.get(f"/people/{case.person.reference}/timeline/{asked}")
    assert answer.status_code == 200
    return answer.content.decode().partition('role="status"')[2]


def a_meeting_held(case, *, level):
    meeting = Meeting.objects.create(
        reference="NS-M-2026-0001", case=case, level=level, kind="review", minutes_long=45, place="Room 1",
        starts_at=datetime(2026, 2, 3, 10, tzinfo=UTC),
    )  # fmt: skip
    MeetingStep.objects.create(meeting=meeting, action="close", state=MeetingState.HELD, at=NOON, by="x")
    return meeting


class TestWhatHappened:
    @pytest.mark.requirement("NOMINAL-15")
    def test_holds_reviews_of_every_level(self, browser, case, om):
        rated = {"person": case.person, "agency": om.agency, "recorded_at": NOON, "recorded_by": "x"}
        Assessment.objects.create(tool="OASys", on=date(2026, 2, 1), assessor="A B", rosh="high", **rated)
        CaseFact.objects.create(
            case=case, kind="level_1_reviewed", on=date(2026, 2, 2), details={"by": "police"}, at=NOON, by="x",
            note="Nothing new is held",
        )  # fmt: skip
        a_meeting_held(case, level=3)

        page = shown(browser, case)

        for said in ("OASys assessment", "RoSH: high", "Level 1 review", "Nothing new is held", "Level 3 meeting held"):
            assert said in page

    @pytest.mark.requirement("NOMINAL-16")
    def test_shows_recall_at_large_and_extradition_to_every_responsible_agency(self, client, case):
        recalled = {"kind": "recalled", "on": date(2026, 2, 20), "recorded_at": NOON, "recorded_by": "x"}
        Movement.objects.create(person=case.person, **recalled)
        an_attachment(case.person, "at-large", {"what": "at_large", "last_seen": "Larchford, by train"})
        an_attachment(case.person, "at-large", {"what": "extradition_asked"}, since=date(2026, 2, 25))
        for role in RESPONSIBLE:
            user = a_user(role)
            Involvement.objects.create(person=case.person, agency=user.agency, kind="partner", since=date(2020, 1, 1))
            client.force_login(user)

            page = shown(client, case)

            for said in ("Recalled", "Unlawfully at large", "Extradition asked for"):
                assert said in page, role
            assert "Unlawfully at large" in client.get(f"/people/{case.person.reference}/").content.decode()

    def test_is_narrowed_by_kind_agency_and_days_and_never_tells_what_one_may_not_read(self, browser, case):
        prison = an_agency("prison")
        for number, source in enumerate((prison, an_agency()), start=1):
            said = {"what": f"Incident {number}", "harm": "no"}
            an_attachment(case.person, "incidents", said, source=source, since=date(2026, 1, number))
        an_attachment(case.person, "contacts", {"with_whom": "Landlord"}, source=prison)
        hidden = {"text": "Meets X"}
        an_attachment(case.person, "intelligence", hidden, compartment="intelligence")

        everything = shown(browser, case)
        risk = shown(browser, case, "?kind=risk")
        of_prison = shown(browser, case, f"?kind=risk&agency={prison.name}")
        early = shown(browser, case, "?until_day=1&until_month=1&until_year=2026&kind=risk")

        assert "Incidents: Incident 1" in everything
        assert "Contacts: Landlord" in everything
        assert "Meets X" not in everything
        assert "Landlord" not in risk
        assert "Incident 2" in risk
        assert "Incident 2" not in of_prison
        assert "Incident 2" not in early
        assert "Incident 1" in early
        wrong = browser.get(f"/people/{case.person.reference}/timeline/?since_day=40&since_month=1&since_year=2026")
        assert wrong.status_code == 422


class TestWhatIsToCome:
    def test_is_apart_from_the_log_and_begins_with_the_next(self, browser, case):
        Order.objects.create(person=case.person, kind="SHPO", on=date(2020, 1, 2), until=date(2026, 9, 1))
        an_attachment(case.person, "parole", {"what": "parole", "about": "Release"}, since=date(2026, 5, 4))

        ahead, log = shown(browser, case, "?show=ahead"), shown(browser, case)

        assert ahead.index("Parole Board") < ahead.index("Last day: Sexual harm prevention order")
        assert "Parole" not in log
        assert "Level 2" in log
        assert "Level 2" not in ahead

    @pytest.mark.requirement("IDENT-30", "NOMINAL-02")
    def test_tells_the_ends_and_days_that_facts_and_entries_name(self, browser, case, django_assert_max_num_queries):
        person = case.person
        conviction = Conviction.objects.create(
            person=person, on=date(2024, 1, 2), title="Theft", recorded_at=NOON, recorded_by="x"
        )
        Disposal.objects.create(conviction=conviction, code="IMP_12", on=date(2024, 1, 2), licence_end=date(2026, 9, 1))
        failure = NotificationBreach.objects.create(person=person, found_on=date(2026, 1, 5), what="A new address")
        for what, done in (("Interview him", None), ("Search the flat", date(2026, 2, 1))):
            BreachAction.objects.create(breach=failure, what=what, who="PC Lowe", due=date(2026, 2, 9), done_on=done)
        condition = {"condition": "Not to enter Larchford", "kind": "additional", "state": "set"}
        an_attachment(person, "licence-conditions", condition, until=date(2026, 8, 1))
        warning = {"warning": "Dog in the yard", "kind": "dog", "what_to_do": "Ring first", "review_on": "2026-02-20"}
        an_attachment(person, "warnings", warning, compartment="staff_safety")
        an_attachment(person, "warnings", warning | {"warning": "Long over"}, until=date(2026, 2, 25))
        an_attachment(person, "intelligence", {"text": "Hidden word"}, compartment="category_4", until=date(2026, 8, 1))
        hearing = {"what": "parole", "about": "Release", "report_due": "2026-04-01"}
        an_attachment(person, "parole", hearing, since=date(2026, 5, 1))
        an_attachment(person, "parole", hearing | {"report_due": "2025-04-01"}, since=date(2025, 5, 1))

        with django_assert_max_num_queries(20):
            ahead = shown(browser, case, "?show=ahead")

        for said in (
            "Last day of the licence", "1 September 2026", "Late: Interview him", "PC Lowe", "A new address",
            "Last day: Licence conditions: Not to enter Larchford", "1 August 2026",
            "Late: Look at it again: Warnings to staff: Dog in the yard", "20 February 2026",
            "Send the report: Parole and tribunals", "1 April 2026", "Parole and tribunals: Parole Board", "1 May 2026",
        ):  # fmt: skip
            assert said in ahead, said
        for absent in ("Search the flat", "Long over", "Hidden word", "2025"):
            assert absent not in ahead, absent


class TestTheRecordHolds:
    @pytest.mark.requirement("NOMINAL-17")
    def test_confirmed_release_dates_and_what_was_asked_and_answered_about_minutes(self, browser, case):
        confirmed = {"kind": "release_confirmed", "on": date(2026, 2, 20), "recorded_at": NOON, "recorded_by": "x"}
        Movement.objects.create(person=case.person, **confirmed)
        meeting = a_meeting_held(case, level=2)
        MinutesRequest.objects.create(
            meeting=meeting, kind="copy", requester="court", who="Northshire Crown Court", why="For sentence",
            asked_at=NOON, asked_by="x", answer="refused", reasons="Ask the agency", answered_at=NOON, answered_by="y",
        )  # fmt: skip

        page = shown(browser, case)

        for said in ("Release date confirmed by the prison", "Request about minutes: copy them", "answered: Refused"):
            assert said in page
        record = f"/people/{case.person.reference}/record/"
        assert "Release date confirmed" in browser.get(f"{record}custody/").content.decode()
        listed = browser.get(f"{record}minutes-requests/").content.decode()
        assert "Northshire Crown Court" in listed
        assert "Refused" in listed

    @pytest.mark.requirement("NOMINAL-11")
    def test_the_documents_of_meetings_minutes_included(self, browser, case):
        meeting = a_meeting_held(case, level=2)
        MinutesVersion.objects.create(
            meeting=meeting, number=1, content={}, sha256="0" * 64, approved_at=NOON, approved_by="chair"
        )

        record = f"/people/{case.person.reference}/record/"
        listed = browser.get(f"{record}minutes/").content.decode()

        assert f"/meetings/{meeting.reference}/minutes/" in listed
        assert meeting.reference in browser.get(f"{record}meetings/").content.decode()


class TestControls:
    ABOUT = {"since_day": "1 3 2026", "source": "northshire-police", "marking": "OFFICIAL-SENSITIVE", "readers": "all"}

    def refused(self, browser, case, kind, typed):
        answer = browser.post(f"/people/{case.person.reference}/record/{kind}/new/", self.ABOUT | typed)
        return answer.content.decode() if answer.status_code == 422 else ""

    @pytest.mark.requirement("PLAN-22")
    def test_a_check_of_accommodation_says_place_occupants_distances_and_support(self, browser, case):
        whole = {
            "address": "4 Mill Lane", "outcome": "none", "location": "By a school", "occupants": "A brother, agrees",
            "past_victims": "2 miles", "present_victims": "3 miles", "checked_by": "PC Sedge", "support": "Hostel",
        }  # fmt: skip
        for left_out in ("location", "occupants", "past_victims", "present_victims", "support"):
            assert self.refused(browser, case, "address-checks", whole | {left_out: ""}), left_out
        assert not self.refused(browser, case, "address-checks", whole)
        listed = browser.get(f"/people/{case.person.reference}/record/address-checks/").content.decode()
        assert "Distance from past victims: 2 miles" in listed

    @pytest.mark.requirement("PLAN-23")
    def test_a_restriction_says_why_and_when_it_was_explained(self, browser, case):
        whole = {"restriction": "No contact", "why": "Both offences began so", "explained_on_day": "1 3 2026",
                 "explained_by": "PC Sedge"}  # fmt: skip
        for left_out in ("why", "explained_on_day"):
            assert self.refused(browser, case, "restrictions", whole | {left_out: ""}), left_out
        assert not self.refused(browser, case, "restrictions", whole)
        assert "Restrictions explained: No contact" in shown(browser, case)

    @pytest.mark.requirement("PLAN-24")
    @pytest.mark.parametrize("kind", ["supervision", "disclosure", "release"])
    def test_a_contract_says_what_is_expected_why_and_what_follows(self, browser, case, kind):
        whole = {"kind": kind, "expects": "To keep appointments", "reasons": "Risk is seen early",
                 "consequences": "Recall is considered", "with_whom": "PC Sedge"}  # fmt: skip
        for left_out in ("expects", "reasons", "consequences"):
            assert self.refused(browser, case, "contracts", whole | {left_out: ""}), left_out
        assert not self.refused(browser, case, "contracts", whole)
