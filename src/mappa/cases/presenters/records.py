"""Reviews of the nominal record in plain values."""

from datetime import date

from mappa.govuk.presenters import Options, row, summary_list, table
from mappa.people.models import RecordStep


def retention_summary(due: date | None, *, waits: bool) -> Options:
    """The day of the retention review, and whether it waits."""
    words = "Waiting for a review" if waits else "Nothing is waiting"
    return summary_list([row("Retention review at the 100th birthday", due), row("Now", words)])


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
