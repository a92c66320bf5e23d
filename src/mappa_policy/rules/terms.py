"""Lengths of sentences: months, weeks and days, compared with a number of months from the day they begin."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import reduce

from mappa_policy.case import Event
from mappa_policy.case_values import LONGEST
from mappa_policy.model import BadCase, record
from mappa_policy.rules.periods import same_day_later

DAYS_IN_WEEK = 7
HALF_A_MONTH = 15  # the odd month of a halved term, in days: it never reaches a whole month
_MONTHS_AND_DAYS = re.compile(r"^\D*(?P<months>\d+)\D+(?P<days>\d+)?\D*$")


@record
class Term:
    """A length of so many months and days. Weeks are kept as days, and marked."""

    months: int
    days: int = 0
    from_weeks: bool = False

    def plus(self, other: "Term") -> "Term":
        """Both of them, one after the other."""
        return Term(self.months + other.months, self.days + other.days, self.from_weeks or other.from_weeks)

    def less(self, months: int) -> "Term":
        """The term without so many months; never less than nothing."""
        return Term(max(self.months - months, 0), self.days, self.from_weeks)

    def divided(self, divisor: int) -> "Term":
        """The term divided, as for a detention and training order, where half is the term."""
        whole, rest = divmod(self.months, divisor)
        return Term(whole, self.days // divisor + (HALF_A_MONTH if rest else 0), self.from_weeks)

    def end(self, start: dt.date) -> dt.date:
        """The first day after the term when it begins on ``start``."""
        return same_day_later(start, self.months) + dt.timedelta(days=self.days)

    def at_least(self, months: int, start: dt.date) -> bool:
        """Whether the term is that many months or more; days are counted on the calendar."""
        if not self.days:
            return self.months >= months
        return self.end(start) >= same_day_later(start, months)

    def more_than(self, months: int, start: dt.date) -> bool:
        """Whether the term is longer than that many months."""
        if not self.days:
            return self.months > months
        return self.end(start) > same_day_later(start, months)


def _months_and_days(event: Event, value: object) -> Term:
    """Months and days as ``[6, 1]``, ``{months: 6, days: 1}`` or ``6 months and 1 day``."""
    parts: list[object] = []
    if isinstance(value, Mapping):
        parts = [value.get("months", 0), value.get("days", 0)]
    elif isinstance(value, list | tuple):
        parts = list(value)
    elif isinstance(value, str) and (found := _MONTHS_AND_DAYS.match(value.strip())):
        parts = [int(found["months"]), int(found["days"] or 0)]
    elif isinstance(value, str) and value.strip().isdigit():
        parts = [int(value), 0]
    elif isinstance(value, int) and not isinstance(value, bool):
        parts = [value, 0]
    numbers = [part for part in parts if isinstance(part, int) and not isinstance(part, bool) and part >= 0]
    if not numbers or len(numbers) != len(parts) or len(numbers) > len(("months", "days")):
        raise BadCase(
            f"{event.where}.term_months_and_days",
            f"{value!r} is not a number of months and days.",
            "Write it as [6, 1].",
        )
    if max(numbers) > LONGEST:
        raise BadCase(
            f"{event.where}.term_months_and_days", f"{value!r} is too large to be meant.", "Correct the number."
        )
    return Term(numbers[0], numbers[1] if len(numbers) > 1 else 0)


def recorded_term(event: Event) -> Term | None:
    """The whole term that the court passed, or none where nobody recorded it."""
    said = event.fields
    if said.get("term_months_and_days") is not None:
        return _months_and_days(event, said["term_months_and_days"])
    if (months := event.number("term_months")) is not None:
        return Term(months)
    if (weeks := event.number("term_weeks")) is not None:
        return Term(0, weeks * DAYS_IN_WEEK, from_weeks=True)
    if "custodial_months" not in said:
        return None
    custody, licence = event.number("custodial_months"), event.number("licence_months")
    return None if custody is None or licence is None else Term(custody + licence)


def total(terms: list[Term]) -> Term:
    """All of them one after the other."""
    return reduce(Term.plus, terms, Term(0))
