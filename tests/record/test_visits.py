"""Visits from a telephone: what waits, recording one, and an attempt that is no visit."""

from datetime import timedelta

import pytest

from mappa.duties.models import CaseFact, DutyRow
from mappa.kernel import clock
from mappa.offending.models import Movement
from mappa.people.models import Address, Involvement
from mappa.record.contents import content_of
from mappa.record.models import Attachment
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.record import an_attachment

pytestmark = pytest.mark.django_db
SEEN = {
    "announced": "no", "who": "Pat Lowe", "by": "police", "visitor": "offender_manager", "kind": "routine",
    "present": "The person and a lodger", "observations": "Tidy. A new games console in the hall.",
    "concerns": "Who the console is for", "action": "Ask the lodger",
}  # fmt: skip


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


def somebody_due(om, days, *, duty="police-visit", named=True):
    person = a_person(involving=(om.agency,))
    case = an_open_case(person, lead=om.agency)
    if named:
        Involvement.objects.filter(person=person, agency=om.agency).update(officer=om)
    Address.objects.create(person=person, text=f"{days + 20} Larch Close, Northtown", since=TODAY - timedelta(days=400))
    DutyRow.objects.create(
        case=case, duty=duty, label="Police home visit", owner="police", edition="hampshire-2008", started_by="x",
        started_on=TODAY - timedelta(days=40), due=clock.day_of(clock.now()) + timedelta(days=days), outcome="open",
        running=True, because="The police visit.", requirement=["PLAN-19"], derived_at=clock.now(),
    )  # fmt: skip
    return person


class TestVisitsThatWait:
    def test_are_those_late_or_due_within_a_week_of_people_one_is_named_for(self, browser, om, noon):
        late, soon, far = (somebody_due(om, days) for days in (-3, 6, 9))
        others = somebody_due(om, 2, named=False)
        talk = somebody_due(om, 1, duty="level-1-review")

        mine = browser.get("/visits/").content.decode()
        everybodys = browser.get("/visits/?whose=all").content.decode()

        assert mine.index(late.reference) < mine.index(soon.reference)
        assert "3 days late" in mine
        assert "17 Larch Close" in mine
        assert f"{late.family_name.upper()}, {late.given_names}" in mine
        due = mine.partition("Others whom I am named for")[0]
        for absent in (far, talk):
            assert absent.reference not in due
        assert others.reference not in mine
        assert others.reference in everybodys
        assert "3 to visit" in everybodys

    def test_carry_the_warnings_that_stand_and_the_calls_without_an_answer(self, browser, om, noon):
        person = somebody_due(om, 2)
        warning = {"warning": "Never visit alone", "kind": "visit", "what_to_do": "Two officers"}
        an_attachment(person, "warnings", warning, compartment="staff_safety")
        an_attachment(person, "weapons", {"what": "Crossbow"}, until=TODAY - timedelta(days=1))
        merged = a_person(merged_into=person)
        an_attachment(merged, "self-harm", {"what": "Cuts himself", "plan": "The GP is told"})
        an_attachment(person, "visit-attempts", {"what": "no_reply"}, since=TODAY - timedelta(days=1))
        an_attachment(person, "visit-attempts", {"what": "refused"}, since=TODAY - timedelta(days=300))

        pages = [browser.get(f"/people/{person.reference}/visits/{page}/") for page in ("new", "no-reply")]
        listed = browser.get("/visits/").content.decode()

        for shown in (listed, *(page.content.decode() for page in pages)):
            assert "Never visit alone" in shown
            assert "Two officers" in shown
            assert "Cuts himself" in shown
            assert "Crossbow" not in shown
        assert "No reply on 1 March 2026" in listed
        assert "would not let anybody in" not in listed

    def test_are_listed_with_the_same_queries_however_many_there_are(
        self, browser, om, noon, django_assert_max_num_queries
    ):
        for days in range(6):
            an_attachment(somebody_due(om, days), "self-harm", {"what": "Cuts himself", "plan": "The GP is told"})

        with django_assert_max_num_queries(20):
            browser.get("/visits/")


class TestOthersOneIsNamedFor:
    @pytest.mark.requirement("PLAN-19", "PLAN-20")
    def test_are_listed_the_longest_not_visited_first_where_no_duty_waits(self, browser, om, noon):
        lately, never, long_ago, inside, others = (somebody_due(om, 60, named=named) for named in (1, 1, 1, 1, 0))
        for person, days in ((lately, 5), (long_ago, 200)):
            CaseFact.objects.create(
                case=person.cases.get(), kind="home_visit", on=TODAY - timedelta(days=days), at=NOON, by="x"
            )
        Movement.objects.create(
            person=inside, kind="returned_to_custody", on=TODAY - timedelta(days=9), recorded_at=NOON, recorded_by="x"
        )
        an_attachment(long_ago, "visit-attempts", {"what": "no_reply"}, since=TODAY - timedelta(days=1))
        an_attachment(lately, "visit-attempts", {"what": "no_reply"}, since=TODAY - timedelta(days=9))

        page = browser.get("/visits/").content.decode()
        everybodys = browser.get("/visits/?whose=all").content.decode()

        listed = page[page.index("Others whom I am named for") :]
        places = [listed.index(f'id="visit-{each.reference}"') for each in (never, long_ago, lately)]
        assert places == sorted(places)
        for absent in (inside, others):
            assert absent.reference not in page
        assert f"/people/{never.reference}/visits/no-reply/" in listed
        assert listed.count("No reply on 1 March 2026") == 1
        assert "No reply on 21 February" not in listed
        assert f"Last visit on {(TODAY - timedelta(days=5)).day} February 2026" in listed
        assert "Others whom I am named for" not in everybodys

    def test_are_a_page_with_how_many_there_are_in_the_same_queries(
        self, browser, om, noon, django_assert_max_num_queries, monkeypatch
    ):
        monkeypatch.setattr("mappa.record.visits.A_PAGE", 2)
        for _ in range(3):
            an_attachment(somebody_due(om, 60), "self-harm", {"what": "Cuts himself", "plan": "The GP is told"})

        with django_assert_max_num_queries(20):
            page = browser.get("/visits/").content.decode()

        assert "2 of 3" in page
        assert page.count("Cuts himself") == 2


class TestRecordingAVisit:
    @pytest.mark.requirement("PLAN-20")
    def test_tells_the_clocks_and_keeps_what_was_seen_in_the_record(self, browser, om, noon):
        person = somebody_due(om, 2)
        form = browser.get(f"/people/{person.reference}/visits/new/").content.decode()
        assert f'value="{om.name}"' in form

        typed = SEEN | {"on_day": f"{TODAY:%d %m %Y}"}
        answer = browser.post(f"/people/{person.reference}/visits/new/", typed)

        assert (answer.status_code, answer.url) == (302, "/visits/")
        fact = CaseFact.objects.get()
        assert (fact.kind, fact.on) == ("home_visit", TODAY)
        assert fact.details == {"by": "police", "kind": "routine", "visitor": "offender_manager"}
        assert "console" not in fact.note
        entry = Attachment.objects.get()
        kept = content_of(entry)
        for name in ("announced", "who", "present", "observations", "concerns", "action"):
            assert kept[name] == SEEN[name]
        shown = browser.get(f"/people/{person.reference}/record/visit-notes/{entry.pk}/").content.decode()
        assert "A new games console in the hall" in shown

    def test_keeps_nothing_where_something_is_missing(self, browser, om, noon):
        person = somebody_due(om, 2)

        answer = browser.post(f"/people/{person.reference}/visits/new/", SEEN | {"on_day": "", "present": ""})

        assert answer.status_code == 422
        assert "Answer the question: Who was present?" in answer.content.decode()
        assert not CaseFact.objects.exists()
        assert not Attachment.objects.exists()


class TestAnAttempt:
    @pytest.mark.requirement("PLAN-20")
    def test_is_two_taps_and_the_visit_stays_due(self, browser, om, noon):
        person = somebody_due(om, 0)
        listed = browser.get("/visits/").content.decode()
        tap = f"/people/{person.reference}/visits/no-reply/"
        assert f'href="{tap}"' in listed
        asked = browser.get(tap).content.decode()
        assert 'value="no_reply" checked' in asked

        for _ in range(2):  # a thumb that shakes
            answer = browser.post(tap, {"what": "no_reply"})
            assert (answer.status_code, answer.url) == (302, "/visits/")

        entry = Attachment.objects.get()
        assert (entry.kind, entry.since) == ("visit-attempts", TODAY)
        assert not CaseFact.objects.exists()
        after = browser.get("/visits/", follow=True).content.decode()
        assert person.reference in after
        assert "The visit is still due" in after
        assert "No reply" in browser.get(f"/people/{person.reference}/timeline/").content.decode()
