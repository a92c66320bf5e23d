"""Dates and times as people write and read them. Nothing here reads the clock."""

import calendar
import re
from datetime import date, datetime, time

MONTHS = [name.lower() for name in calendar.month_name]
FIRST_YEAR, LAST_YEAR = 1850, 2199
CENTURY_FROM = 1970
"""Two figures for a year mean one of the hundred years from here: 26 is 2026, 71 is 1971."""

_WHOLE = re.compile(r"^(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,9})[\s./,-]+(\d{2}|\d{4})$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_CLOCK = re.compile(r"^(\d{1,2})(?:[:. ]?(\d{2}))?\s*([ap])?\.?m?\.?$")


class NotADay(ValueError):
    """What was typed is not a date. ``parts`` names the parts to put right, ``str()`` says what is wrong."""

    def __init__(self, message: str, *parts: str) -> None:
        super().__init__(message)
        self.parts = parts or ("day", "month", "year")


def read_day(day: str, month: str, year: str, *, century_from: int = CENTURY_FROM) -> date | None:
    """Read a date typed in three parts, or whole in the first one; None when all are empty.

    Months may be figures or names ("5", "May", "sept"). The message of an error reads on from a label:
    "must include a month".

    Raises:
        NotADay: something is missing, or there is no such day.
    """
    day, month, year = (part.strip() for part in (day, month, year))
    if day and not month and not year:
        day, month, year = _apart(day)
    given = {"day": day, "month": month, "year": year}
    missing = [name for name, part in given.items() if not part]
    if len(missing) == len(given):
        return None
    if missing:
        raise NotADay("must include a " + " and a ".join(missing), *missing)
    return _checked(day, _month(month), _year(year, century_from))


def read_partial(day: str, month: str, year: str, *, century_from: int = CENTURY_FROM) -> str | None:
    """Read a date of which only the year, or year and month, may be known: ``2019``, ``2019-04`` or ``2019-04-03``.

    Raises:
        NotADay: there is no year, or there is no such day.
    """
    day, month, year = (part.strip() for part in (day, month, year))
    if day and not month:
        whole = read_day(day, month, year, century_from=century_from)
        return whole.isoformat() if whole else None
    if not (day or month or year):
        return None
    if not year:
        raise NotADay("must include a year", "year")
    read = _year(year, century_from)
    if not month:
        return f"{read:04d}"
    if not day:
        return f"{read:04d}-{_month(month):02d}"
    return _checked(day, _month(month), read).isoformat()


def partial_words(text: str) -> str:
    """``2019``, ``April 2019`` or ``3 April 2019``, from a date as `read_partial` gives it."""
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    words = [str(day) if day else "", calendar.month_name[month] if month else "", str(year)]
    return " ".join(part for part in words if part)


def read_clock(text: str) -> time:
    """Read a time of day: "14:30", "2.30pm", "2pm", "1430", "midday" or "midnight".

    Raises:
        ValueError: it is not a time of day.
    """
    text = text.strip().lower()
    if text in {"midday", "noon", "12 noon", "12 midday"}:
        return time(12)
    if text == "midnight":
        return time(0)
    match = _CLOCK.match(text)
    if match is None or (match[2] is None and match[3] is None):
        raise ValueError(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] is not None:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a twelve-hour clock
            raise ValueError(text)
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return time(hour, minute)


def long_date(day: date) -> str:
    """``3 March 2026``."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def clock(at: time | datetime) -> str:
    """``2:05pm``, ``9am``, ``midday``, ``midnight``."""
    if at.minute == 0 and at.hour in {0, 12}:
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}"  # noqa: PLR2004 - noon


def moment(at: datetime) -> str:
    """``3 March 2026 at 2:05pm``."""
    return f"{long_date(at)} at {clock(at)}"


def days_left(due: date, on: date) -> str:
    """How far ``due`` lies from ``on``: "in 3 days", "tomorrow", "today", "1 day late"."""
    left = (due - on).days
    if left in {0, 1}:
        return "tomorrow" if left else "today"
    if left > 0:
        return f"in {left:,} days"
    return f"{-left:,} day{'' if left == -1 else 's'} late"


def _apart(text: str) -> tuple[str, str, str]:
    if iso := _ISO.match(text):
        return iso[3], iso[2], iso[1]
    if whole := _WHOLE.match(text):
        return whole[1], whole[2], whole[3]
    return text, "", ""


def _month(text: str) -> int:
    if text.isdecimal():
        number = int(text)
    else:
        word = text.lower().rstrip(".")
        found = [i for i, name in enumerate(MONTHS) if len(word) >= 3 and name.startswith(word)]  # noqa: PLR2004 - three letters name a month
        number = found[0] if len(found) == 1 else 0
    if not 1 <= number <= len(MONTHS) - 1:
        raise NotADay("must have a month from 1 to 12, or its name", "month")
    return number


def _year(text: str, century_from: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) in {2, 4}):
        raise NotADay("must have a year of 4 numbers, for example 2026", "year")
    year = int(text)
    if len(text) == 2:  # noqa: PLR2004 - two figures
        year += century_from - century_from % 100
        year += 100 if year < century_from else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADay(f"must have a year from {FIRST_YEAR} to {LAST_YEAR}", "year")
    return year


def _checked(day: str, month: int, year: int) -> date:
    if not (day.isascii() and day.isdecimal() and len(day) <= 2):  # noqa: PLR2004 - two figures
        raise NotADay("must have a day that is a number", "day")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= int(day) <= last:
        raise NotADay(f"must be a real date: {calendar.month_name[month]} {year} has {last} days", "day")
    return date(year, month, int(day))
