"""The inbox: three short lists, and one request."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mappa.govuk import days
from mappa.govuk.presenters import LATE, Link, row, summary_list, table
from mappa.kernel.clock import LONDON
from mappa.meetings.lifecycle import WAS_HELD
from mappa.meetings.models import InformationRequest, MinutesIssue
from mappa.meetings.presenters.meetings import name_of
from mappa.plans.models import Action


def _due(due: date, on: date) -> Any:
    if due < on:
        return [LATE, due]
    return [due, days.days_left(due, on)]


STILL_WANTED = "The meeting was held. The reply is still wanted for the record."
NOT_WANTED = "The person has left MAPPA, so this request is closed and no reply is wanted any more."


def why_wanted(request: InformationRequest, *, left: bool) -> str:
    """What to know about a request that nobody answered, beside its day; nothing before its meeting."""
    if left:
        return NOT_WANTED
    return STILL_WANTED if request.state in WAS_HELD else ""


def requests_table(requests: Iterable[InformationRequest], on: date) -> dict[str, Any]:
    """Requests that wait for an answer, by reference only: the person is named on the request itself."""
    return table(
        caption="Replies due",
        columns=["Request", "Meeting", "Reply by"],
        rows=[
            (
                Link(text=one.reference, href=f"/inbox/requests/{one.reference}/"),
                [one.meeting.starts_at.astimezone(LONDON), *([STILL_WANTED] if one.state in WAS_HELD else [])],
                _due(one.due, on),
            )
            for one in requests
        ],
    )


def actions_table(actions: Iterable[Action], on: date) -> dict[str, Any]:
    """Open actions of the agency."""
    return table(
        caption="My agency's actions",
        columns=["Action", "What is to be done", "Owner", "By"],
        rows=[
            (Link(text=one.reference, href=f"/actions/{one.reference}/"), one.what, one.owner_name, _due(one.due, on))
            for one in actions
        ],
    )


def issues_table(issues: Iterable[MinutesIssue]) -> dict[str, Any]:
    """Copies that wait to be acknowledged."""
    return table(
        caption="Minutes to acknowledge",
        columns=["Minutes", "Version", "Issued"],
        rows=[
            (
                Link(
                    text=one.minutes.meeting.reference,
                    href=f"/inbox/minutes/{one.minutes.meeting.reference}/{one.minutes.number}/",
                ),
                str(one.minutes.number),
                one.issued_at,
            )
            for one in issues
        ],
    )


def request_summary(request: InformationRequest, steps: dict[str, str]) -> dict[str, Any]:
    """Only what is needed to search: who, born when, why, what, by when."""
    person = request.meeting.case.person
    aliases = [f"{one.given_names} {one.family_name}".strip() for one in person.aliases.all()]
    rows = [
        row("Person", name_of(person)),
        row("Born", person.date_of_birth),
        *([row("Also known as", aliases)] if aliases else []),
        row("Why you are asked", request.reason),
        row(f"1. {steps['ask']}", request.asked),
        row("Meeting", request.meeting.starts_at.astimezone(LONDON)),
        row("Sent to", request.contact.name if request.contact else "Nobody is named for your agency"),
        row("Reply by", request.due),
    ]
    return summary_list(rows)


def issue_summary(issue: MinutesIssue) -> dict[str, Any]:
    """One copy: what it is, and whether its receipt is recorded."""
    meeting = issue.minutes.meeting
    received = f"By {issue.received_by}" if issue.received_at else "Not yet"
    rows = [
        row("Meeting", f"{meeting.reference}, {days.long_date(meeting.starts_at.astimezone(LONDON))}"),
        row("Version", str(issue.minutes.number)),
        row("Issued", issue.issued_at),
        row("Received", [issue.received_at, received] if issue.received_at else received),
    ]
    return summary_list(rows)
