"""Reviews of the nominal record in plain values."""

from collections.abc import Iterable
from datetime import date

from mappa.cases.models import Category3Consideration, OutsideDecision
from mappa.govuk.presenters import Link, Options, row, summary_list, table
from mappa.people.models import RecordStep
from mappa.people.presenters import name_of


def retention_summary(due: date | None, *, waits: bool) -> Options:
    """The day of the retention review, and whether it waits."""
    words = "Waiting for a review" if waits else "Nothing is waiting"
    return summary_list([row("Retention review at the 100th birthday", due), row("Now", words)])


def considerations_table(rows: Iterable[Category3Consideration], labels: dict[str, str]) -> Options:
    """When and by whom Category 3 was considered, on which ground, with what result and why (IDENT-14)."""
    return table(
        caption="Category 3 considered",
        columns=["Day", "Ground", "Outcome", "Reasons", "By"],
        rows=[
            (each.on, labels.get(each.ground, each.ground), "Refer" if each.refer else "Do not refer", each.reasons,
             each.by)
            for each in rows
        ],
    )  # fmt: skip


def outside_table(rows: Iterable[OutsideDecision]) -> Options:
    """Everybody on the list of people outside the criteria, with the decision that stands (IDENT-34)."""
    return table(
        caption="People outside the criteria",
        columns=["Person", "Decided", "Legal basis", "Reasons", "Day", "By"],
        rows=[
            (
                [
                    Link(text=name_of(each.person), href=f"/people/{each.person.reference}/outside-criteria/"),
                    each.person.reference,
                ],
                *_outside(each),
            )
            for each in rows
        ],
    )


def outside_decisions_table(rows: Iterable[OutsideDecision]) -> Options:
    """Every decision about one person outside the criteria, newest first."""
    return table(
        caption="Decisions about this person",
        columns=["Decided", "Legal basis", "Reasons", "Day", "By"],
        rows=[_outside(each) for each in rows],
    )


def _outside(row: OutsideDecision) -> tuple[str, str, str, date, str]:
    return row.get_decision_display(), row.legal_basis or "None needed", row.reasons, row.on, row.by


def reviews_table(reviews: list[RecordStep]) -> Options:
    """Who reviewed the record, what they decided and why."""
    return table(
        caption="Reviews of the record",
        columns=["Day", "Review", "Decided", "Reason", "By"],
        rows=[
            (each.on, (each.kind or "routine").capitalize(), each.get_decision_display() or None, each.reason, each.by)
            for each in reviews
        ],
    )
