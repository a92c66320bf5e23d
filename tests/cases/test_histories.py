"""What holds on a day, read from rows that say only since when."""

from datetime import date, timedelta
from random import Random

import pytest

from mappa.cases.models import Case, CategoryRow, LeadAgencyRow, LevelRow
from mappa.cases.selectors import with_standing
from tests.factories.accounts import an_agency
from tests.factories.cases import an_open_case
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db

OPENED = date(2020, 1, 1)
DAYS = [OPENED + timedelta(days=number) for number in range(12)]


class TestStanding:
    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.requirement("LEVEL-01", "IDENT-03")
    def test_has_one_lead_agency_level_and_category_on_every_day(self, seed):
        police, probation = an_agency("police"), an_agency("probation")
        case = an_open_case(lead=police, since=OPENED)
        told: dict[str, dict[date, int]] = {"lead_agency": {}, "level": {}, "category": {}}
        random = Random(seed)  # noqa: S311 - invented histories need no secrecy
        for day in random.choices(DAYS[1:], k=6):  # in any order, several on one day: the one added last counts
            common = {"case": case, "since": day, "at": NOON, "by": "tests"}
            lead, level, category = random.choice([police, probation]), random.choice([1, 2, 3]), random.choice([1, 2])
            LeadAgencyRow.objects.create(agency=lead, **common)
            LevelRow.objects.create(level=level, decided_by="tests", **common)
            CategoryRow.objects.create(category=category, **common)
            for name, value in (("lead_agency", lead.pk), ("level", level), ("category", category)):
                told[name][day] = value

        for name, first in (("lead_agency", police.pk), ("level", 1), ("category", 1)):
            expected = first
            for day in DAYS:
                expected = told[name].get(day, expected)
                assert getattr(with_standing(Case.objects.all(), day).get(pk=case.pk), name) == expected, (name, day)

    def test_had_none_before_the_case_opened(self):
        case = with_standing(Case.objects.all(), OPENED - timedelta(days=1)).get(pk=an_open_case(since=OPENED).pk)

        assert (case.state, case.lead_agency, case.level, case.category) == (None, None, None, None)
