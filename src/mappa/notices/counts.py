"""Probation's monthly count of Category 2 level 1 beside what the register holds, until all of them are on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Value

from mappa.agencies.models import Area
from mappa.cases.selectors import open_cases_of
from mappa.notices.models import CommunityCount
from mappa.people.selectors import people_managed_by

CATEGORY, LEVEL = 2, 1
"""Whom the count is of (IDENT-19)."""
BACK = 12
"""How many months back the list and the form go where nothing was counted before: ours."""


@dataclass(frozen=True)
class Month:
    """One month of an area.

    Args:
        told: what stands; None where nobody has told it.
        held: how many such cases the register held on its last day, or today, those in custody too.
    """

    first: date
    told: CommunityCount | None
    held: int

    @property
    def missing(self) -> int | None:
        """How many more probation counts than the register holds; None where nobody counted."""
        return max(self.told.people - self.held, 0) if self.told else None


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return month_of(first - timedelta(days=1))


def last_day(first: date) -> date:
    """The last day of a month."""
    return month_of(first + timedelta(days=31)) - timedelta(days=1)


def standing_counts(area: Area) -> dict[date, CommunityCount]:
    """What stands for each month that was told."""
    rows = CommunityCount.objects.filter(area=area).select_related("agency").order_by("pk")
    return {row.month: row for row in rows}


def closed_from(told: dict[date, CommunityCount]) -> date | None:
    """The month from which all such cases are on the register; None while the count goes on."""
    return min((month for month, row in told.items() if row.all_registered), default=None)


def register_on(area: Area, days: Iterable[date]) -> dict[date, int]:
    """How many cases of this kind the register holds for an area on each day, in custody too. One query."""
    each = [
        open_cases_of(people_managed_by(area.pk, day), day)
        .filter(category=CATEGORY, level=LEVEL)
        .order_by()
        .annotate(of_day=Value(day, DateField()))
        .values("of_day")
        .annotate(held=Count("pk"))
        for day in days
    ]
    return {row["of_day"]: row["held"] for row in each[0].union(*each[1:], all=True)} if each else {}


def counted_or_closed(area: Area, month: date) -> QuerySet[CommunityCount]:
    """The rows by which a month needs no count any more: its own, or an earlier one that says all are registered."""
    later = CommunityCount.objects.filter(area=area, month=OuterRef("month"), pk__gt=OuterRef("pk"))
    own, closing = Q(month=month), Q(month__lte=month, all_registered=True)
    return CommunityCount.objects.filter(own | closing, ~Exists(later), area=area)


def months_to(on: date, *, back: int = BACK) -> list[date]:
    """The month of a day and those before it, the newest first."""
    found = [month_of(on)]
    for _ in range(back - 1):
        found.append(month_before(found[-1]))
    return found


def months_of(area: Area, on: date, *, back: int = BACK) -> list[Month]:
    """Each month, the newest first, until the count was no longer needed. Two queries."""
    told = standing_counts(area)
    closed = closed_from(told)
    months = [first for first in months_to(on, back=back) if closed is None or first <= closed]
    ends = {first: min(last_day(first), on) for first in months}
    held = register_on(area, ends.values())
    return [Month(first, told.get(first), held.get(ends[first], 0)) for first in months]
