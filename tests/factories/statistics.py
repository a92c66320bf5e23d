"""Invented histories to count: somebody in MAPPA before the year 2018/19 and all through it, unless told."""

from datetime import date, timedelta
from typing import Any

from mappa.agencies.models import Area, AreaEdition
from mappa.cases.lifecycle import CaseAction, CaseState
from mappa.cases.models import Case, CaseStep, CategoryRow, LevelRow
from mappa.statistics.periods import year_named
from tests.factories.accounts import an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, a_person

YEAR = year_named("2018/19")
LONG_AGO = date(2015, 1, 1)
IN_YEAR = date(2018, 9, 3)


def a_counting_area(edition: str = "norfolk-2019", *, code: str = "northshire", residents: int | None = None) -> Area:
    """An area that worked to an edition all along, with an estimate of residents for mid-2018 if given."""
    area = an_area(code)
    AreaEdition.objects.get_or_create(area=area, edition=edition, since=date(2005, 4, 1))
    if residents:
        area.population_10_and_over = {"2018": {"residents": residents, "source": "made up", "issued": "2019-06-26"}}
        area.save()
    return area


def counted(
    category: int = 1, level: int | None = 1, *, since: date = LONG_AGO, area: Area | None = None, **more: Any
) -> Case:
    """Somebody in a category at a level since a day, managed by the area, in the community."""
    return an_open_case(a_person(area=area, since=since, **more), category=category, level=level, since=since)


def then_level(case: Case, level: int, since: date) -> None:
    LevelRow.objects.create(case=case, level=level, since=since, decided_by="x", at=NOON, by="factory")


def then_category(case: Case, category: int | None, since: date) -> None:
    every = [category] if category else []
    CategoryRow.objects.create(case=case, category=category, all_categories=every, since=since, at=NOON, by="factory")


def then_left(case: Case, last_day: date) -> None:
    """Out of MAPPA: the last day still counts."""
    common = {"case": case, "at": NOON, "by": "factory"}
    CaseStep.objects.create(action=CaseAction.EXIT, state=CaseState.EXITED, on=last_day, **common)
    then_category(case, None, last_day + timedelta(days=1))
