"""Requests for what is held about somebody, in plain values: by reference, never by name."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from mappa.govuk.days import days_left, long_date
from mappa.govuk.presenters import LATE, Link, Options, Tag, Value, row, summary_list, table
from mappa.ledger.models import SubjectAccess, SubjectAccessPart
from mappa.ledger.presenters.shares import label_of


def _due(request: SubjectAccess, on: date, *, waiting: bool) -> list[Value]:
    if not waiting:
        return [request.due, Tag(text="Decided", colour="green")]
    late = request.due < on
    return [request.due, LATE if late else days_left(request.due, on)]


def register_table(requests: Iterable[SubjectAccess], on: date) -> Options:
    """Every request that the reader may see, with the day it is due."""
    return table(
        caption="Requests for what is held",
        columns=["Request", "Record", "Received", "Due", "Waiting for"],
        rows=[
            (
                Link(text=one.reference, href=reverse("subject-access", args=[one.reference])),
                one.person.reference,
                one.received_on,
                _due(one, on, waiting=bool(waits := [p.agency.name for p in one.parts.all() if not p.decided_at])),
                waits or "Nobody",
            )
            for one in requests
        ],
    )


def request_summary(request: SubjectAccess, on: date) -> Options:
    """What came in, and by when it is to be answered."""
    waiting = any(part.decided_at is None for part in request.parts.all())
    return summary_list(
        [
            row("Record", request.person.reference),
            row("Who asks", request.who),
            row("Asked for", request.asked_for),
            row("Received", request.received_on),
            row("Due", _due(request, on, waiting=waiting)),
            row("Recorded", [request.at, request.by]),
        ]
    )


EXPECTED = "Refusal is expected for what bears intelligence, but this case is decided by itself."


def part_card(part: SubjectAccessPart, *, decide_href: str) -> Options:
    """One owner's part: what it owns, what is expected, and what it decided."""
    decided: list[Value] = (
        [part.get_decision_display(), part.reasons, f"{part.decided_by}, {long_date(part.decided_at)}"]
        if part.decided_at
        else [Tag(text="Waiting", colour="yellow")]
    )
    rows = [row("Owns", [label_of(name) for name in part.sections]), row("Decision", decided)]
    if part.intelligence:
        rows.insert(1, row("Nominal content", EXPECTED))
    actions = [Link(text="Decide", href=decide_href, hidden=part.agency.name)] if decide_href else []
    return summary_list(rows, card_title=part.agency.name, card_actions=actions)
