"""What the edition in force asks of a referral and of its decision."""

from datetime import date

from mappa.determinations.policy import Parameter, calendar, find_parameter

OUTSIDE = calendar.WEEKENDS_ONLY
"""A referral far from the table of bank holidays still gets a day: then only weekends are skipped."""


def gap_questions(edition: str) -> tuple[str, ...]:
    """The questions on added value that an edition asks; none in the editions that ask none (REFER-10)."""
    found = find_parameter("referral/gap_questions", edition)
    return found.items if found else ()


def decision_limit(edition: str) -> Parameter | None:
    """How long a decision may take, with its edition and source; None where no limit is set (REFER-07)."""
    return find_parameter("referral/decision_limit", edition)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after a day."""
    return calendar.add_working_days(day, count, outside=OUTSIDE)


def working_days_between(first: date, last: date) -> int:
    """Working days after ``first`` up to and including ``last``."""
    return calendar.working_days_between(first, last, outside=OUTSIDE)
