"""Working days, from a table of bank holidays for each part of the United Kingdom."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mappa_policy.model import PolicyError
from mappa_policy.reading import HERE, BadFile, mapping, read_yaml, text

FOLDER = HERE / "calendar"
NAMED = "bank_holidays_"
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)
ENGLAND_WALES: Final = "england_wales"

Outside = Literal["refuse", "weekends only"]
REFUSE: Final = "refuse"
WEEKENDS_ONLY: Final = "weekends only"


class NoCalendar(PolicyError):
    """There is no table of bank holidays for that place."""


class OutsideTheTable(PolicyError):
    """The count needs a year for which no bank holidays are recorded."""

    def __init__(self, day: dt.date, place: str) -> None:
        first, last = table(place).span
        self.day = day
        super().__init__(
            f"Bank holidays are recorded from {first} to {last}, so working days cannot be counted over {day}. "
            f"Add {day.year} to {_file(place).name} once its holidays are published."
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The weekdays of a place that are not working days.

    Args:
        label: what the table is called.
        years: how each year, from the first to the last, is established: a word of ``ways``.
        ways: what those words mean.
        recalled: those of the days that nobody read in a list, in spite of that.
    """

    label: str
    years: Mapping[int, str]
    ways: Mapping[str, str]
    days: frozenset[dt.date]
    recalled: frozenset[dt.date]

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last year, both of them in the table."""
        return min(self.years), max(self.years)


def _file(place: str) -> Path:
    return FOLDER / f"{NAMED}{place}.yaml"


@functools.cache
def places() -> tuple[str, ...]:
    """The places that have a calendar, in alphabetical order: ``england_wales`` and so on."""
    return tuple(sorted(file.stem.removeprefix(NAMED) for file in FOLDER.glob(f"{NAMED}*.yaml")))


@functools.cache
def table(place: str) -> Table:
    """The whole table of a place.

    Raises:
        NoCalendar: there is none.
        BadFile: it is wrong.
    """
    if place not in places():
        raise NoCalendar(f"There are no bank holidays for {place!r}. Use one of: {', '.join(places())}.")
    return read_table(_file(place))


def read_table(file: Path) -> Table:
    """Read and check one table of bank holidays.

    Raises:
        BadFile: a year is missing or does not say how it is established, or an item is not a weekday of its year.
    """
    content = mapping(file, "file", read_yaml(file))
    ways = mapping(file, "established", content.get("established"))
    said = {way: text(file, ways, way) for way in ways}
    rows = content.get("years")
    if not isinstance(rows, dict) or not rows:
        raise BadFile(file, "years", "There are no years.", "Write `2019: {by: rule, days: [...]}` for each year.")
    years: dict[int, str] = {}
    days: set[dt.date] = set()
    recalled: set[dt.date] = set()
    for year, raw in rows.items():
        row = mapping(file, f"years.{year}", raw)
        if row.get("by") not in ways:
            raise BadFile(file, f"years.{year}.by", f"{row.get('by')!r} is not explained.", f"Use {list(ways)}.")
        years[year] = str(row["by"])
        days |= _days(file, year, row, "days")
        recalled |= _days(file, year, row, "recalled") if "recalled" in row else set()
    missing = set(range(min(rows), max(rows) + 1)) - set(rows)
    if missing:
        raise BadFile(file, "years", f"Years are missing: {sorted(missing)}.", "Add their holidays.")
    if recalled - days:
        raise BadFile(file, "recalled", f"{sorted(map(str, recalled - days))} are no holidays.", "Add them to days.")
    return Table(text(file, content, "label"), years, said, frozenset(days), frozenset(recalled))


def _days(file: Path, year: object, row: Mapping[str, object], key: str) -> set[dt.date]:
    listed = row.get(key)
    found: set[dt.date] = set()
    for day in listed if isinstance(listed, list) else [None]:
        if not isinstance(day, dt.date) or day.year != year or day.weekday() >= SATURDAY or day in found:
            raise BadFile(file, f"years.{year}.{key}", f"{day} is not a further weekday of that year.", "Correct it.")
        found.add(day)
    return found


def bank_holidays(place: str = ENGLAND_WALES) -> frozenset[dt.date]:
    """Every weekday of the table that is not a working day.

    Raises:
        NoCalendar: there is no table for that place.
        BadFile: the table is wrong.
    """
    return table(place).days


def recalled_holidays(after: dt.date, until: dt.date, place: str = ENGLAND_WALES) -> tuple[dt.date, ...]:
    """The bank holidays after the first day, up to and including the second, that nobody has read in a list."""
    return tuple(sorted(day for day in table(place).recalled if after < day <= until))


def table_covers(day: dt.date, place: str = ENGLAND_WALES) -> bool:
    """Whether bank holidays are recorded for the year of that day."""
    first, last = table(place).span
    return first <= day.year <= last


def is_working_day(day: dt.date, *, place: str = ENGLAND_WALES, outside: Outside = REFUSE) -> bool:
    """Monday to Friday and not a bank holiday.

    Args:
        place: whose bank holidays, one of ``places()``.
        outside: what to do in a year that the table does not cover; see the package's docstring.

    Raises:
        OutsideTheTable: the year is not in the table and ``outside`` is ``REFUSE``.
        NoCalendar: there is no table for that place.
    """
    if outside == REFUSE and not table_covers(day, place):
        raise OutsideTheTable(day, place)
    return day.weekday() < SATURDAY and day not in bank_holidays(place)


def add_working_days(day: dt.date, count: int, *, place: str = ENGLAND_WALES, outside: Outside = REFUSE) -> dt.date:
    """The ``count``-th working day after ``day``; with a count of nought, ``day`` itself.

    Raises:
        ValueError: the count is negative.
        OutsideTheTable, NoCalendar: as ``is_working_day``.

    Covers: REFER-07, IDENT-18, MEET-29, PLAN-18, TRANSFER-15.
    """
    if count < 0:
        raise ValueError(f"Working days are counted forwards; {count} is below nought.")
    while count:
        day += ONE_DAY
        if is_working_day(day, place=place, outside=outside):
            count -= 1
    return day


def working_days_between(start: dt.date, end: dt.date, *, place: str = ENGLAND_WALES, outside: Outside = REFUSE) -> int:
    """How many working days lie after ``start``, up to and including ``end``; none where ``end`` is not after it."""
    days = (start + dt.timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(is_working_day(day, place=place, outside=outside) for day in days)
