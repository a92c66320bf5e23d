"""Working days in England and Wales, from a table of bank holidays."""

import datetime as dt
import functools
from typing import Final, Literal

from mappa_policy.model import PolicyError
from mappa_policy.reading import HERE, BadFile, mapping, read_yaml

FILE = HERE / "calendar" / "bank_holidays_england_wales.yaml"
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)

Outside = Literal["refuse", "weekends only"]
REFUSE: Final = "refuse"
WEEKENDS_ONLY: Final = "weekends only"


class OutsideTheTable(PolicyError):
    """The count needs a year for which no bank holidays are recorded."""

    def __init__(self, day: dt.date) -> None:
        first, last = _years()
        self.day = day
        super().__init__(
            f"Bank holidays are recorded from {first} to {last}, so working days cannot be counted over {day}. "
            f"Add {day.year} to {FILE.name} once its holidays are published."
        )


@functools.cache
def _years() -> tuple[int, int]:
    years = sorted({day.year for day in bank_holidays()})
    return years[0], years[-1]


@functools.cache
def bank_holidays() -> frozenset[dt.date]:
    """Every weekday of the table that is not a working day.

    Raises:
        BadFile: a year is missing, or an item is not a weekday of its year.
    """
    rows = mapping(FILE, "file", read_yaml(FILE)).get("years")
    if not isinstance(rows, dict) or not rows:
        raise BadFile(FILE, "years", "There are no years.", "Write `2019: [2019-01-01, ...]` for each year.")
    found: set[dt.date] = set()
    for year, days in rows.items():
        for day in days if isinstance(days, list) else [None]:
            if not isinstance(day, dt.date) or day.year != year or day.weekday() >= SATURDAY:
                raise BadFile(FILE, f"years.{year}", f"{day} is not a weekday of that year.", "Correct it.")
            found.add(day)
    missing = set(range(min(rows), max(rows) + 1)) - set(rows)
    if missing:
        raise BadFile(FILE, "years", f"Years are missing: {sorted(missing)}.", "Add their holidays.")
    return frozenset(found)


def table_covers(day: dt.date) -> bool:
    """Whether bank holidays are recorded for the year of that day."""
    first, last = _years()
    return first <= day.year <= last


def is_working_day(day: dt.date, *, outside: Outside = REFUSE) -> bool:
    """Monday to Friday and not a bank holiday.

    Args:
        outside: what to do in a year that the table does not cover; see the package's docstring.

    Raises:
        OutsideTheTable: the year is not in the table and ``outside`` is ``REFUSE``.
    """
    if outside == REFUSE and not table_covers(day):
        raise OutsideTheTable(day)
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(day: dt.date, count: int, *, outside: Outside = REFUSE) -> dt.date:
    """The ``count``-th working day after ``day``; with a count of nought, ``day`` itself.

    Raises:
        ValueError: the count is negative.
        OutsideTheTable: as ``is_working_day``.

    Covers: REFER-07, IDENT-18, MEET-29, PLAN-18, TRANSFER-15.
    """
    if count < 0:
        raise ValueError(f"Working days are counted forwards; {count} is below nought.")
    while count:
        day += ONE_DAY
        if is_working_day(day, outside=outside):
            count -= 1
    return day


def working_days_between(start: dt.date, end: dt.date, *, outside: Outside = REFUSE) -> int:
    """How many working days lie after ``start``, up to and including ``end``."""
    days = (start + dt.timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(is_working_day(day, outside=outside) for day in days)
