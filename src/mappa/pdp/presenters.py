"""Potentially dangerous persons in plain values."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from mappa.govuk.presenters import LATE, Link, Options, Tag, Value, row, summary_list, table
from mappa.pdp.lifecycle import PdpState
from mappa.pdp.models import PdpNominal
from mappa.pdp.selectors import is_late, state_of


def name_of(one: PdpNominal) -> str:
    """The name as it is read out."""
    return f"{one.family_name.upper()}, {one.given_names}".rstrip(", ")


def _review(one: PdpNominal, on: date) -> Value:
    if state_of(one) is PdpState.ENDED:
        return Tag(text="Ended", colour="grey")
    due: date = one.due  # type: ignore[attr-defined]
    return [due, LATE] if is_late(one, on) else due


def register_table(rows: Iterable[PdpNominal], on: date) -> Options:
    """The register of a force."""
    return table(
        caption="Potentially dangerous persons",
        columns=["Reference", "Name", "Born", "Authorised", "Review by"],
        rows=[
            (
                Link(text=one.reference, href=reverse("pdp-detail", args=[one.reference])), name_of(one),
                one.date_of_birth, [f"{one.authorised_rank} {one.authorised_by}", one.authorised_on], _review(one, on),
            )
            for one in rows
        ],
    )  # fmt: skip


def nominal_summary(one: PdpNominal, on: date) -> Options:
    """One nominal: who, why, on whose authority, and when it is reviewed."""
    return summary_list(
        [
            row("Name", name_of(one)),
            row("Born", one.date_of_birth),
            row("Grounds", one.grounds),
            row("Authorised", [f"{one.authorised_rank} {one.authorised_by}", one.authorised_on]),
            row("Kept by", [one.agency.name, one.area.name]),
            row("Review by", _review(one, on)),
            row("Recorded", [one.by, one.at]),
        ]
    )


def reviews_table(one: PdpNominal) -> Options:
    """What every review decided, the newest first."""
    return table(
        caption="Reviews",
        columns=["Day", "Decided", "Why", "Reviewer", "Next by"],
        rows=[
            (each.on, each.get_decision_display(), each.reason, each.reviewer, each.next_on or "None")
            for each in one.history  # type: ignore[attr-defined]
        ],
    )
