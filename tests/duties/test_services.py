"""Duties are derived from what happened, and only from that."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case
from mappa.duties.models import CaseFact, DutyRow
from mappa.duties.services import derive, derive_again, record_fact
from mappa.kernel.announcements import FactsChanged, announce, gathering
from mappa.kernel.decisions import Incomplete, Refused
from mappa.offending.models import NotificationEvent
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import a_movement, an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
VISIT = {"by": "police", "kind": "routine", "visitor": "offender_manager"}


def rows():
    fields = [field.name for field in DutyRow._meta.fields if field.name not in {"id", "derived_at"}]
    return sorted(map(str, DutyRow.objects.values_list(*fields)))


def notified(case, on=date(2026, 1, 10)):
    NotificationEvent.objects.create(
        person=case.person, kind="periodic_notification", on=on, recorded_at=NOON, recorded_by="x"
    )


def a_world():
    """Three cases in which something happened."""
    cases = [an_open_case(category=category, level=level) for category, level in [(1, 1), (2, 2), (3, 2)]]
    notified(cases[0])
    a_movement(cases[1].person, "released", date(2025, 12, 1))
    a_movement(cases[1].person, "supervision_started", date(2025, 12, 1), details={"by": "probation"})
    an_assessment(cases[2].person, rosh="high")
    return cases


def visit(case, actor, **instead):
    facts = {"kind": "home_visit", "on": TODAY, "details": VISIT, "note": "Seen.", "actor": actor, "at": NOON}
    return record_fact(case=case, **facts | instead)


class TestDerive:
    def test_twice_gives_the_same_rows(self):
        cases = a_world()
        derive(cases, on=TODAY, at=NOON)
        first = rows()

        derive(cases, on=TODAY, at=NOON + timedelta(hours=1))

        assert rows() == first != []

    def test_after_a_fact_gives_what_deriving_everything_gives(self):
        cases = a_world()
        derive(cases, on=TODAY, at=NOON)
        before = rows()
        notified(cases[0], date(2026, 2, 20))

        derive_again(FactsChanged(person_id=cases[0].person_id, at=NOON))

        one_by_one = rows()
        derive(cases, on=TODAY, at=NOON)
        assert rows() == one_by_one != before

    def test_takes_as_many_queries_for_twice_the_cases(self):
        a_world()
        few = list(Case.objects.select_related("person"))
        a_world()
        many = list(Case.objects.select_related("person"))

        def queries(cases):
            with CaptureQueriesContext(connection) as seen:
                derive(cases, on=TODAY, at=NOON)
            return len(seen)

        assert queries(few) == queries(many)

    @pytest.mark.requirement("EDITION-02")
    def test_keeps_the_edition_of_the_case_when_the_area_takes_another(self):
        case = an_open_case(category=2, level=2)
        derive([case], on=TODAY, at=NOON)
        before = rows()
        area = case.person.managing_areas.get().area
        area.edition = "hampshire-2008"
        area.save()

        derive([case], on=TODAY, at=NOON)

        assert rows() == before
        assert set(DutyRow.objects.values_list("edition", flat=True)) == {"cheshire-2022"}

    def test_makes_nothing_for_a_case_without_a_category(self):
        case = Case.objects.create(reference="NS-C-NONE", person=a_person(), opened_on=TODAY, edition="cheshire-2022")

        assert derive([case], on=TODAY, at=NOON) == 0

    def test_says_of_each_row_why_and_since_which_fact(self):
        case = an_open_case()
        notified(case)
        derive([case], on=TODAY, at=NOON)

        row = DutyRow.objects.get(duty="address-verification")

        assert (row.started_by, row.started_on, row.running) == ("address_notified", date(2026, 1, 10), True)
        assert row.because
        assert row.citations
        assert row.requirement


class TestAnnouncements:
    def test_derive_the_person_again(self):
        case = an_open_case()
        notified(case)

        announce(FactsChanged(person_id=case.person_id, at=NOON))

        assert DutyRow.objects.filter(case=case, duty="address-verification").exists()

    def test_that_are_gathered_derive_once_at_the_end(self):
        case = an_open_case()
        notified(case)

        with gathering():
            for _ in range(3):
                announce(FactsChanged(person_id=case.person_id, at=NOON))
            assert not DutyRow.objects.exists()

        assert DutyRow.objects.exists()

    def test_are_forgotten_when_the_work_that_gathered_them_fails(self):
        case = an_open_case()
        notified(case)

        def broken():
            with gathering():
                announce(FactsChanged(person_id=case.person_id, at=NOON))
                raise ValueError("broken")

        with pytest.raises(ValueError, match="broken"):
            broken()
        assert not DutyRow.objects.exists()
        announce(FactsChanged(person_id=case.person_id, at=NOON))

        assert DutyRow.objects.exists()


class TestRecordFact:
    @pytest.mark.requirement("PLAN-20")
    def test_meets_the_visit_that_was_waiting(self):
        actor = a_user(Role.PROBATION_PRACTITIONER)
        case = an_open_case(a_person(involving=(actor.agency,)), category=2, lead=actor.agency)
        released = TODAY - timedelta(days=3)
        a_movement(case.person, "released", released)
        a_movement(case.person, "supervision_started", released, details={"by": "probation"})
        derive([case], on=TODAY, at=NOON)
        assert DutyRow.objects.get(duty="first-home-visit").running

        visit(case, actor, details=VISIT | {"by": "probation"})

        assert DutyRow.objects.get(duty="first-home-visit").outcome == "met"

    def test_sent_twice_is_recorded_once(self):
        actor = a_user(Role.POLICE_OFFENDER_MANAGER)
        case = an_open_case()

        first, second = visit(case, actor), visit(case, actor, at=NOON + timedelta(minutes=1))

        assert first == second
        assert CaseFact.objects.count() == 1
        assert AuditEvent.objects.filter(operation=Permission.FACT_RECORD).count() == 1

    def test_of_another_day_or_person_is_another_fact(self):
        actor = a_user(Role.POLICE_OFFENDER_MANAGER)
        case, other = an_open_case(), an_open_case()

        visit(case, actor)
        visit(case, actor, on=TODAY - timedelta(days=1))
        visit(other, actor)

        assert CaseFact.objects.count() == 3

    @pytest.mark.parametrize(
        ("instead", "field"),
        [
            ({"kind": "nothing_known"}, "kind"),
            ({"on": TODAY + timedelta(days=1)}, "on"),
            ({"on": date(2019, 12, 31)}, "on"),  # the case opened on 1 January 2020
            ({"details": {}}, "by"),
            ({"details": VISIT | {"visitor": "the cat"}}, "visitor"),
        ],
    )
    def test_that_cannot_be_right_is_refused_whole(self, instead, field):
        with pytest.raises(Incomplete) as refused:
            visit(an_open_case(), a_user(Role.POLICE_OFFENDER_MANAGER), **instead)

        assert field in refused.value.fields
        assert not CaseFact.objects.exists()

    def test_counts_the_day_in_england_not_in_utc(self):
        late_evening = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # already 1 July in London

        fact = visit(an_open_case(), a_user(Role.POLICE_OFFENDER_MANAGER), on=date(2026, 7, 1), at=late_evening)

        assert fact.on == date(2026, 7, 1)

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_hold_it(self, role):
        case = an_open_case()
        # whoever takes in files records visits that an extract names; the page for one visit is for the first alone
        if {Permission.FACT_RECORD, Permission.RESULTS_IMPORT} & GRANTS[role]:
            assert visit(case, a_user(role))
        else:
            with pytest.raises(Refused):
                visit(case, a_user(role))
