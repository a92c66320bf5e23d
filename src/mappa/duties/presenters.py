"""Duties in plain values: every date with its rule, its edition and the fact that started it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mappa.duties.models import DutyRow
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link, Tag, table

OWNERS = {
    "co-ordinator": "Co-ordinator",
    "administrator": "Administrator",
    "chair": "Meeting chair",
    "police": "Police",
    "probation": "Probation",
    "prison": "Prison",
    "yot": "Youth offending team",
    "mental_health_trust": "Mental health trust",
    "childrens_services": "Children's services",
}
DONE = {
    "met": Tag(text="Met", colour="green"),
    "met late": Tag(text="Met late", colour="orange"),
    "not needed": Tag(text="Not needed", colour="grey"),
    "late": Tag(text="Not done in time", colour="red"),
}
SOON = 7


def state_tag(duty: DutyRow, on: date) -> Tag:
    """The state on a day, as a word."""
    if not duty.running:
        return DONE.get(duty.outcome, Tag(text=duty.outcome.capitalize(), colour="grey"))
    if duty.due is None:
        return Tag(text="Open, no limit", colour="blue")
    left = (duty.due - on).days
    if left < 0:
        return Tag(text=f"{-left} day{'s' * (left != -1)} late", colour="red")
    if left == 0:
        return Tag(text="Due today", colour="orange")
    if duty.aim is not None and duty.aim < on:
        return Tag(text=f"Past its aim, due in {left} day{'s' * (left != 1)}", colour="orange")
    return Tag(text=f"Due in {left} day{'s' * (left != 1)}", colour="yellow" if left <= SOON else "blue")


def owner_words(code: str) -> str:
    """An owner code in words."""
    return OWNERS.get(code, code.replace("_", " ").capitalize())


def dates(duty: DutyRow) -> str:
    """The last day on time, and the target where there is one."""
    if duty.due is None:
        return "No limit is set"
    due = long_date(duty.due)
    return f"{due} (aim {long_date(duty.aim)})" if duty.aim and duty.aim != duty.due else due


def why(duty: DutyRow) -> str:
    """The rule, the edition and the starting fact in one line."""
    return f"{duty.because} Rows: {', '.join(duty.requirement)}."


def started(duty: DutyRow) -> str:
    """The fact that started the clock."""
    return f"{duty.started_by.replace('_', ' ').capitalize()}, {long_date(duty.started_on)}"


def worklist(duties: Iterable[DutyRow], on: date, *, caption: str) -> dict[str, Any]:
    """Duties of several people."""
    return table(
        caption=caption,
        columns=["Person", "Duty", "Last day on time", "State", "Started by", "Edition"],
        rows=[
            (
                Link(text=duty.case.person.reference, href=f"/people/{duty.case.person.reference}/duties/"),
                duty.label, dates(duty), state_tag(duty, on), started(duty), duty.edition,
            )
            for duty in duties
        ],
    )  # fmt: skip


def of_case(duties: Iterable[DutyRow], on: date) -> list[dict[str, Any]]:
    """Each duty of one case with its whole reason."""
    return [
        {
            "label": duty.label,
            "tag": state_tag(duty, on),
            "owner": owner_words(duty.owner),
            "dates": dates(duty),
            "started": started(duty),
            "why": why(duty),
            "edition": duty.edition,
            "citations": duty.citations,
            "running": duty.running,
        }
        for duty in duties
    ]
