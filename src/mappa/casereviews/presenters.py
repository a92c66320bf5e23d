"""Reviews of a case in plain values."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from mappa.casereviews.models import CaseReview
from mappa.casereviews.selectors import Said
from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table

NOT_ANSWERED = Tag(text="Not answered: the review cannot be closed", colour="yellow")
LOG = ["Day", "With whom", "What happened", "By whom", "What was said"]


def reviews_table(rows: Iterable[CaseReview], reference: str) -> Options:
    """The reviews of somebody's cases, the newest first."""
    return table(
        caption="Reviews of this person's cases",
        columns=["Review", "Of case", "Decided on", "What victims were told", "State"],
        rows=[
            (
                Link(text=each.get_kind_display(), href=reverse("case-review", args=[reference, each.pk]),
                     hidden=f"of {each.on:%d %m %Y}, number {each.pk}"),
                each.case.reference, each.on,
                Tag(text="Answered", colour="green") if each.victims_at else NOT_ANSWERED, state(each),
            )
            for each in rows
        ],
    )  # fmt: skip


def state(review: CaseReview) -> Tag:
    """Whether it is open."""
    return Tag(text="Closed", colour="green") if review.closed_at else Tag(text="Open", colour="blue")


def about(review: CaseReview, *, inside: bool) -> Options:
    """The review and its answers; what victims were told only for those to whom their compartment is open."""
    told: Value = NOT_ANSWERED
    if review.victims_at:
        told = [review.victims_told] if inside else ["Answered. It is kept with what is recorded about victims."]
        told = [*told, f"by {review.told_by}", review.victims_at]
    found: Value = [review.found, f"by {review.closer}", review.closed_at] if review.closed_at else None
    return summary_list(
        [
            row("State", state(review)),
            row("Of case", review.case.reference),
            row("Decided on", review.on),
            row("Terms", review.terms),
            row("What were the victims told, by whom and when?", told),
            row("What was found", found),
        ]
    )


def kept_log(review: CaseReview) -> Options:
    """What the log of contact said when the question was answered."""
    kept: list[list[Any]] = list(review.victims_log or [])
    lines = [(date.fromisoformat(on), *rest) for on, *rest in kept]
    return table(caption="The log of contact when this was answered", columns=LOG, rows=lines)


def present_log(said: Iterable[Said]) -> Options:
    """What the log of contact says now."""
    lines = [(each.on, each.victim, each.what, each.who, each.said) for each in said]
    return table(caption="What the log of contact says", columns=LOG, rows=lines)
