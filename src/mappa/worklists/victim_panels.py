"""What of the work with victims needs somebody today. Nothing here says whether there is a victim."""

from mappa.cases.shareable import MAPPA_ITSELF
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link
from mappa.victims.selectors import checks_to_make, news_to_read
from mappa.worklists.panel import Panel, Today, few, named


def addresses_to_check(today: Today) -> Panel:
    """Addresses that were proposed and wait for the check by victim liaison (VICTIM-12)."""
    first, count, _ = few(checks_to_make(today.actor, today.on))
    return Panel(
        title="Proposed addresses to check", count=count,
        lines=[
            (
                Link(text=named(row.person), href=f"/people/{row.person.reference}/address-checks/{row.pk}/"),
                f"Asked by {row.recorder}", None,
            )
            for row in first
        ],
        empty="No proposed address waits for a check.", people=[row.person.reference for row in first],
    )  # fmt: skip


def release_events(today: Today) -> Panel | None:
    """Word of events that may lead to release, which the actor's agency has not read (VICTIM-14)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    first, count, _ = few(news_to_read(today.actor, today.on))
    people = [row.news.person for row in first]
    return Panel(
        title="Events before release to read", count=count, urgent=count,
        lines=[
            (
                Link(text=named(row.news.person), href=f"/people/{row.news.person.reference}/release-events/"),
                row.news.get_what_display() + (f", {long_date(row.news.on)}" if row.news.on else ""), None,
            )
            for row in first
        ],
        empty="Your agency has read every event that was passed on.", people=[person.reference for person in people],
    )  # fmt: skip
