"""What a record says to each thing that a retrieval test may ask for: no more than that shows it is there (INFO-18)."""

from collections.abc import Callable
from datetime import date

from mappa.assessments.selectors import latest_assessment
from mappa.cases.selectors import latest_case, latest_row
from mappa.govuk.days import long_date
from mappa.kernel.clock import day_of
from mappa.meetings.selectors import latest_with_minutes
from mappa.people.models import InvolvementKind, Person
from mappa.people.selectors import involvements_on

Lines = list[str]
"""What the record holds; nothing where it holds nothing."""


def _rosh(person: Person, on: date) -> Lines:
    latest = latest_assessment(person, on)
    return [f"{latest.get_rosh_display()}, from {latest.tool}, {long_date(latest.on)}"] if latest else []


def _minutes(person: Person, _on: date) -> Lines:
    meeting = latest_with_minutes(person)
    version = meeting.minutes.order_by("-number").first() if meeting else None
    if meeting is None or version is None:
        return []
    approved = f"approved {long_date(day_of(version.approved_at))} by {version.approved_by}"
    return [f"Meeting {meeting.reference}: version {version.number}, {approved}"]


def _level(person: Person, on: date) -> Lines:
    case = latest_case(person, on)
    row = latest_row(case.levels, on) if case else None
    if row is None:
        return []
    return [
        f"Level {row.level} since {long_date(row.since)}, decided by {row.decided_by}",
        "Reasons are on record" if row.rationale.strip() else "No reasons are on record",
    ]


def _manager(person: Person, on: date) -> Lines:
    managing = involvements_on(person, on).filter(kind=InvolvementKind.RECORD_MANAGER).select_related("agency")
    return [f"{one.agency.name}, since {long_date(one.since)}" for one in managing]


FINDERS: dict[str, Callable[[Person, date], Lines]] = {
    "rosh": _rosh, "minutes": _minutes, "level": _level, "manager": _manager,
}  # fmt: skip


def found_in(person: Person, question: str, on: date) -> Lines | None:
    """What the record holds of what is asked for; None where the product looks nothing up for it."""
    finder = FINDERS.get(question)
    return finder(person, on) if finder else None
