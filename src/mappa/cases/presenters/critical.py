"""The critical few in plain values."""

from typing import Any

from mappa.cases.services.critical import critical_few
from mappa.govuk.presenters import Link, Options, table
from mappa.people.presenters import name_of


def critical_table(cases: list[Any]) -> Options:
    """One row for each case, with who marked it, why and when."""
    return table(
        caption=f"{critical_few()['label']}s",
        columns=["Person", "Level", "Marked since", "By", "Why"],
        rows=[
            (
                [Link(text=name_of(case.person), href=f"/people/{case.person.reference}/"), case.person.reference],
                str(case.level),
                case.marked_since,
                case.marked_by,
                case.marked,
            )
            for case in cases
        ],
    )
