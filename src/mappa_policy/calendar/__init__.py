"""How days are counted: the conventions, stated once.

Dates only, no times. A *due* day is the last day on time; the breach begins the day after. A first and a last day both
count. "Day 0" means that the day of the event is not counted, "day 1" that it is.

============================  ==========================================================================
``D + n days``                day 0: within 14 days of 2 March is 16 March. Weeks are seven days each.
``statutory_last_day(D, n)``  a limit of n days *beginning with* D: D is day 1, so D + n - 1.
``add_months(D, n)``          the same-numbered day n months later; where that month has no such day, its
                              last day. 31 October + 4 months is 28 February. A year is twelve months.
``months_before(D, n)``       the same-numbered day n months earlier, or the last day of that month.
                              31 August 2028 less 6 months is 29 February 2028.
``period_end(D, n)``          the last day of n months *beginning with* D: the day before the same-numbered
                              day n months later. Where that month has no such day the period runs to its end,
                              so the next begins on the first of the month after.
``add_working_days(D, n)``    the nth working day after D. D is day 0, working day or not. Working days are
                              Monday to Friday except the bank holidays of a place.
============================  ==========================================================================

Adding months and then taking them away gives the day back, or the last day that the shorter month had. Only working
days skip anything; no other limit is moved for a weekend or a holiday.

Bank holidays are data, one table for each of ``places()``, from its first to its last year, and each year says how it
is established. Which place counts is data too: the parameter ``working-days/calendar``, which an area may set for
itself. A count that needs a day outside the table raises ``OutsideTheTable``; a caller that has to answer all the same
says so with ``outside=WEEKENDS_ONLY``, and then only Saturdays and Sundays are skipped in those years.
"""

from mappa_policy.calendar.months import add_months, months_before, period_end, statutory_last_day
from mappa_policy.calendar.working_days import (
    ENGLAND_WALES,
    REFUSE,
    WEEKENDS_ONLY,
    NoCalendar,
    OutsideTheTable,
    add_working_days,
    bank_holidays,
    is_working_day,
    places,
    recalled_holidays,
    table,
    table_covers,
    working_days_between,
)

__all__ = [
    "ENGLAND_WALES",
    "REFUSE",
    "WEEKENDS_ONLY",
    "NoCalendar",
    "OutsideTheTable",
    "add_months",
    "add_working_days",
    "bank_holidays",
    "is_working_day",
    "months_before",
    "period_end",
    "places",
    "recalled_holidays",
    "statutory_last_day",
    "table",
    "table_covers",
    "working_days_between",
]
