"""What of shares and of emergency access needs somebody today."""

from mappa.cases.shareable import MAPPA_ITSELF
from mappa.determinations.sharing import review_due
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link, Tag
from mappa.kernel.clock import day_of
from mappa.sharing.selectors import emergencies_awaiting_review, emergencies_on_records_of, further_uses_to_answer
from mappa.worklists.panel import Panel, Today, few, named


def emergencies(today: Today) -> Panel:
    """Emergency access that somebody else must review, by reference; what is past its day is overdue (MEET-31)."""
    rows = emergencies_awaiting_review(today.actor, today.on).select_related("person", "user").order_by("opened_at")
    first, count, _ = few(rows)
    late = [row for row in first if review_due(today.edition, day_of(row.opened_at)) < today.on]
    return Panel(
        title="Emergency access to review", count=count, urgent=count,
        lines=[
            (
                Link(text=row.person.reference, href=f"/emergency-access/reviews/{row.pk}/"),
                f"Opened by {row.user.name}, {long_date(day_of(row.opened_at))}",
                Tag(text="Overdue", colour="red") if row in late else Tag(text="Review", colour="yellow"),
            )
            for row in first
        ],
        empty="No emergency access is waiting for a review.", more="/emergency-access/reviews/" if count else "",
        people=[row.person.reference for row in first],
    )  # fmt: skip


def notices(today: Today) -> Panel | None:
    """Who opened a record of the actor's agency in an emergency: told at once, until somebody reviewed it (MEET-31)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    rows = emergencies_on_records_of(today.actor, today.on)
    first, count, _ = few(rows)
    return Panel(
        title="Your records opened in an emergency", count=count, urgent=count,
        lines=[
            (
                Link(text=named(row.person), href=f"/people/{row.person.reference}/"),
                f"{row.user.name}, {row.user.agency.name}, {long_date(day_of(row.opened_at))}", None,
            )
            for row in first
        ],
        empty="Nobody has opened a record of your agency in an emergency.",
        people=[row.person.reference for row in first],
    )  # fmt: skip


def further_uses(today: Today) -> Panel | None:
    """Other uses of the agency's information that wait for its agreement (INFO-08)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    rows = further_uses_to_answer(today.actor).filter(answered_at__isnull=True)
    first, count, _ = few(rows)
    return Panel(
        title="Other uses of your information", count=count,
        lines=[
            (Link(text=f"Share {row.share.origin}", href=f"/further-uses/{row.pk}/"), row.share.agency.name, None)
            for row in first
        ],
        empty="Nobody waits for your agency's agreement.", more="/further-uses/" if count else "",
    )  # fmt: skip
