"""The critical few in plain values."""

from typing import Any

from mappa.cases.models import Case
from mappa.cases.services.critical import critical_few
from mappa.govuk import days
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


def mark_words(case: Case) -> list[str] | None:
    """Why the case is marked, by whom and since when; nothing where it is not. One query."""
    last = case.critical_marks.order_by("id").last()
    if last is None or not last.critical:
        return None
    return [last.reason, f"since {days.long_date(last.since)}", f"Marked by {last.by}"]
