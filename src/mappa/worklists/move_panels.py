"""Who of those whose record an agency keeps has moved to another area."""

from mappa.cases.moves import moves_to_hand_over
from mappa.cases.shareable import MAPPA_ITSELF
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link, Tag
from mappa.worklists.panel import Panel, Today, few, level_of


def moves(today: Today) -> Panel | None:
    """Told to the record manager and partners, by reference, so that key facts are handed over (NOMINAL-22)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    first, count, _ = few(moves_to_hand_over(today.actor, today.edition, today.on))
    if not count:
        return None
    return Panel(
        title="Moved to another area: hand over key facts", count=count, urgent=count,
        lines=[
            (
                Link(text=row.person.reference, href=f"/people/{row.person.reference}/partners/"),
                f"{level_of(today, row.level)}: from {row.left} to {row.area.name} on {long_date(row.since)}",
                None if row.managed else Tag(text="Nobody manages the record", colour="red"),
            )
            for row in first
        ],
        empty="", people=[row.person.reference for row in first],
    )  # fmt: skip
