"""Who was not told that they are under MAPPA."""

from mappa.cases.shareable import MAPPA_ITSELF
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link
from mappa.offender.selectors import not_told
from mappa.worklists.panel import Panel, Today, few, named


def people_not_told(today: Today) -> Panel | None:
    """People of the actor's agency in MAPPA who are not recorded as told, with nothing withheld (OFFENDER-01)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    first, count, _ = few(not_told(today.actor, today.on))
    return Panel(
        title="Not told that they are under MAPPA", count=count,
        lines=[
            (
                Link(text=named(row.person), href=f"/people/{row.person.reference}/told/"),
                f"In MAPPA since {long_date(row.opened_on)}", None,
            )
            for row in first
        ],
        empty="Everybody was told, or a meeting withheld it.", people=[row.person.reference for row in first],
    )  # fmt: skip
