"""Periods of months that begin with a day, ages, and the ends of things."""

import datetime as dt

from mappa_policy import calendar
from mappa_policy.calendar.months import MONTHS_IN_YEAR, ONE_DAY

__all__ = ["MONTHS_IN_YEAR", "ONE_DAY", "age_on", "earlier", "later", "period_end", "same_day_later"]

period_end = calendar.period_end


def same_day_later(start: dt.date, months: int) -> dt.date:
    """The day after a period of so many months that begins with ``start``."""
    return period_end(start, months) + ONE_DAY


def age_on(born: dt.date, day: dt.date) -> int:
    """Age in whole years; somebody born on 29 February is a year older from 1 March."""
    had = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had else 1)


def later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    """The later of two last days, none meaning that there is no end."""
    return None if one is None or other is None else max(one, other)


def earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    """The earlier of two last days, none meaning that there is no end."""
    if one is None or other is None:
        return one if other is None else other
    return min(one, other)
