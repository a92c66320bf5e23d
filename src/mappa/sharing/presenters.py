"""Emergency access and the log as plain values."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from mappa.accounts.copies import MARKED
from mappa.accounts.models import User
from mappa.audit.models import AuditEvent
from mappa.govuk.presenters import Link, Options, Tag, row, summary_list, table
from mappa.people.models import EmergencyAccess

BEHIND_A_WALL = "A record behind a wall"


def words(operation: str) -> str:
    """``people:person:edit`` as words: people, person, edit."""
    return operation.replace(":", ", ").replace("-", " ")


def emergencies_table(rows: Iterable[EmergencyAccess]) -> Options:
    """The list for reviewers: references, never names."""
    return table(
        caption="Emergency access",
        columns=["Opened", "By", "Agency", "Record", "Review"],
        rows=[
            (
                Link(text=f"{row.opened_at:%d %m %Y %H:%M}", href=reverse("emergency-review", args=[row.pk])),
                row.user.name,
                row.user.agency.name,
                row.person.reference,
                Tag(text="Reviewed", colour="green")
                if row.reviewed_at
                else Tag(text="Waiting for review", colour="red"),
            )
            for row in rows
        ],
    )


def emergency_summary(access: EmergencyAccess) -> Options:
    """One access: who, what, why, until when."""
    rows = [
        row("Record", access.person.reference),
        row("Opened by", [access.user.name, access.user.agency.name]),
        row("Opened", access.opened_at),
        row("Ended", access.ends_at),
        row("Reason given", access.reason),
    ]
    if access.reviewed_at and access.reviewed_by:
        rows += [row("Reviewed", [access.reviewed_at, access.reviewed_by.name]), row("Finding", access.finding)]
    return summary_list(rows)


def copy_summary(entry: AuditEvent, taker: User, *, walled: bool) -> Options:
    """One copy that left: what it is of, who took it for whom, when and why."""
    return summary_list(
        [
            row("Copy", f"C-{entry.pk}"),
            row("Of", words(entry.operation)),
            row("About", BEHIND_A_WALL if walled else entry.subject),
            row("Taken by", [taker.name, taker.agency.name, taker.username]),
            row("Taken", entry.at),
            row("Purpose", entry.purpose),
            row("Marking", entry.details[MARKED]),
        ]
    )


def events_table(
    caption: str, events: Iterable[AuditEvent], *, names: Mapping[str, str], walled: frozenset[str] = frozenset()
) -> Options:
    """Events of the log: when, who, what, about which record, why.

    Args:
        names: the name of each user by sign-in name; a job has none.
        walled: references that the reader may not know of.
    """
    return table(
        caption=caption,
        columns=["When", "Who", "Agency", "What", "About", "Purpose"],
        rows=[
            (
                event.at,
                [names.get(event.who, event.who), event.who],
                event.agency,
                [event.get_what_display(), words(event.operation)],
                BEHIND_A_WALL if event.subject in walled else event.subject,
                "" if event.subject in walled else event.purpose,
            )
            for event in events
        ],
    )
