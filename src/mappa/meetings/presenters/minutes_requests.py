"""Requests about minutes in plain values."""

from collections.abc import Iterable

from django.urls import reverse

from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table
from mappa.meetings.models import MinutesAnswer, MinutesRequest

COLOURS = {
    MinutesAnswer.AGREED: Tag(text="Agreed", colour="green"),
    MinutesAnswer.REFUSED: Tag(text="Refused", colour="red"),
    MinutesAnswer.SUMMARY: Tag(text="Executive summary released", colour="blue"),
    MinutesAnswer.REDIRECTED: Tag(text="Referred to the agency", colour="purple"),
}
WAITING = Tag(text="Waiting for the chair", colour="yellow")


def _answer(request: MinutesRequest) -> list[Value]:
    if request.answered_at is None:
        return [WAITING]
    to = [request.redirected_to.name] if request.redirected_to else []
    return [COLOURS[MinutesAnswer(request.answer)], *to, request.reasons]


def _asked(request: MinutesRequest) -> list[Value]:
    seen = [f"Also seen by: {request.recipients}"] if request.recipients else []
    return [request.get_kind_display(), request.why, *seen]


def chairs_table(requests: Iterable[MinutesRequest]) -> Options:
    """What waits for the chair, by the reference of the meeting: nobody is named."""
    return table(
        caption="Requests about minutes",
        columns=["Meeting", "Who asks", "What and why", "Answer"],
        rows=[
            (
                Link(
                    text=one.meeting.reference,
                    href=reverse("minutes-request", args=[one.pk]),
                    hidden=f"request {one.pk}",
                ),
                [one.who, one.asked_at],
                _asked(one),
                _answer(one),
            )
            for one in requests
        ],
    )


def log_table(requests: Iterable[MinutesRequest]) -> Options:
    """Every request about one person's minutes with its answer (DISC-26)."""
    return table(
        caption="Requests about minutes",
        columns=["Asked", "Who asks", "What and why", "Meeting", "Answer"],
        rows=[
            (one.asked_at, [one.who, one.get_requester_display()], _asked(one), one.meeting.reference, _answer(one))
            for one in requests
        ],
    )


def request_summary(request: MinutesRequest) -> Options:
    """One request with everything needed to answer it."""
    rows = [
        row("Meeting", request.meeting.reference),
        row("Who asks", [request.who, request.get_requester_display()]),
        row("Asked", request.asked_at),
        row("What", request.get_kind_display()),
        row("Why", request.why),
    ]
    if request.recipients:
        rows.append(row("Also seen by", request.recipients))
    rows.append(row("Answer", _answer(request)))
    return summary_list(rows)
