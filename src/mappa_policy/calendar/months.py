"""Months and days: the arithmetic that no weekend moves. The conventions are in the package's docstring."""

import calendar
import datetime as dt

MONTHS_IN_YEAR = 12
ONE_DAY = dt.timedelta(days=1)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same-numbered day so many months later, or the last day of that month. Covers: REVIEW-01."""
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_IN_YEAR)
    if day.day <= 28:  # noqa: PLR2004 - every month has 28 days
        return dt.date(year, month + 1, day.day)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same-numbered day so many months earlier, or the last day of that month. Covers: REFER-13."""
    return add_months(day, -months)


def period_end(first: dt.date, months: int) -> dt.date:
    """The last day of a period of so many months that begins with ``first``, which is counted.

    Covers: IDENT-25 (periods of notification).
    """
    after = add_months(first, months)
    # Where the month is too short the period runs to its last day, which is what add_months gives.
    return after if after.day < first.day else after - ONE_DAY


def statutory_last_day(first: dt.date, days: int) -> dt.date:
    """The last day of a limit of so many days *beginning with* ``first``: that day is day 1.

    Covers: IDENT-26, IDENT-28, ORDERS-06.
    """
    return first + dt.timedelta(days=days - 1)
