"""What the edition in force asks of a referral and of its decision."""

from datetime import date

from mappa.agencies.models import Area
from mappa.determinations.policy import Parameter, calendar, find_parameter, parameter

OUTSIDE = calendar.WEEKENDS_ONLY
"""A referral far from the table of bank holidays still gets a day: then only weekends are skipped."""


def gap_questions(edition: str) -> tuple[str, ...]:
    """The questions on added value that an edition asks; none in the editions that ask none (REFER-10)."""
    found = find_parameter("referral/gap_questions", edition)
    return found.items if found else ()


def decision_limit(edition: str) -> Parameter | None:
    """How long a decision may take, with its edition and source; None where no limit is set (REFER-07)."""
    return find_parameter("referral/decision_limit", edition)


def share_gateway(edition: str) -> str:
    """The key of the lawful gateway on which agencies are given a referral (INFO-02)."""
    return str(parameter("referral/share_gateway", edition).value)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after a day."""
    return calendar.add_working_days(day, count, outside=OUTSIDE)


def working_days_between(first: date, last: date) -> int:
    """Working days after ``first`` up to and including ``last``."""
    return calendar.working_days_between(first, last, outside=OUTSIDE)


def edition_of(area: Area, day: date) -> str:
    """The edition of an area on a day, from its dated rows as they were read together with it (EDITION-02)."""
    rows = [row for row in area.editions.all() if row.since <= day]
    return max(rows, key=lambda row: row.since).edition if rows else area.edition
