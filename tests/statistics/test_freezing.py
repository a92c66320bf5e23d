"""Freezing a year: checked, once, and for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.accounts import a_user
from tests.factories.statistics import IN_YEAR, YEAR, a_counting_area, counted, then_left

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import NotPossible, Refused
from mappa.statistics.models import FrozenReport
from mappa.statistics.services import annual_report, freeze

pytestmark = pytest.mark.django_db
AT = datetime(2019, 7, 1, 9, 0, tzinfo=UTC)


def frozen(area, *, role=Role.ANALYST, on=date(2019, 7, 1)):
    return freeze(area=area, year=YEAR, actor=a_user(role), on=on, at=AT)


class TestFreeze:
    @pytest.mark.requirement("STATS-15")
    def test_keeps_the_figures_and_the_people_behind_them_when_facts_change(self):
        area = a_counting_area()
        case = counted(1, 2)
        frozen(area)

        then_left(case, IN_YEAR)
        counted(1, 2)
        counted(1, 2)

        report = annual_report(area, YEAR)
        assert report.figures["eligible_on_snapshot"]["total"]["total"] == 1
        assert report.behind["eligible_on_snapshot.level_2.category_1"] == [case.person.reference]
        assert report.frozen_at == AT

    @pytest.mark.requirement("STATS-12")
    def test_refuses_sums_that_do_not_agree_and_says_where(self):
        area = a_counting_area()
        counted(3, 1)  # category 3 is never managed at level 1

        with pytest.raises(NotPossible, match="eligible_on_snapshot, level_1: the parts make 0 and the total says 1"):
            frozen(area)

        assert not FrozenReport.objects.exists()
        assert not AuditEvent.objects.exists()

    def test_is_not_stopped_by_tables_that_disagree(self):
        area = a_counting_area()
        counted(4, 2)

        frozen(area)

        assert "no category that this edition has a column for" in annual_report(area, YEAR).warnings[0]

    def test_happens_once(self):
        area = a_counting_area()
        frozen(area)

        with pytest.raises(NotPossible, match="frozen already"):
            frozen(area)

        assert FrozenReport.objects.count() == 1

    def test_waits_for_the_year_to_end(self):
        area = a_counting_area()

        with pytest.raises(NotPossible, match="has not ended"):
            frozen(area, on=YEAR.last)

        assert frozen(area, on=YEAR.last + timedelta(days=1))

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_hold_it(self, role):
        area = a_counting_area()
        if Permission.STATISTICS_FREEZE in GRANTS[role]:
            assert frozen(area, role=role)
        else:
            with pytest.raises(Refused):
                frozen(area, role=role)

    def test_is_on_the_record(self):
        frozen(a_counting_area())

        event = AuditEvent.objects.get()
        assert (event.what, event.subject_type, event.subject) == ("combination", "report", "northshire 2018/19")
        assert date(2019, 7, 1) == event.at.date()
