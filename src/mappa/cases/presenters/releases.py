"""Who is about to be released, in plain values."""

from datetime import date

from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, table
from mappa.offending.models import Movement
from mappa.offending.movements import MovementKind
from mappa.people.presenters import name_of


def releases_table(rows: list[Movement], on: date) -> Options:
    """One row for each planned day, the earliest first."""
    return table(
        caption="About to be released", columns=["Person", "What is planned", "Day", "How long"],
        rows=[
            (
                [Link(text=name_of(row.person), href=f"/people/{row.person.reference}/"), row.person.reference],
                MovementKind(row.kind).label, row.on, days.days_left(row.on, on),
            )
            for row in rows
        ],
    )  # fmt: skip
