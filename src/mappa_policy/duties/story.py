"""Whether what a scenario tells can have happened.

What cannot have happened is refused. What may only have been told out of order, or without its beginning, is a doubt:
the answer takes the events as they stand, and says what to look at.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NoReturn, Protocol

from mappa_policy.duties.events import Event, event_types

PDP = "pdp"
OF_A_PLAN = ("release_on", "discharge_on", "move_on")


class Refuse(Protocol):
    """How a reader refuses: where, what is wrong, and what to write instead."""

    def __call__(self, key: str, what: str, remedy: str) -> NoReturn:
        """Raise the refusal."""


def check_fields_together(refuse: Refuse, event: Event) -> None:
    """Refuse what a single event cannot say."""
    where = f"events[{event.place}]"
    if event.type == "referral_decided" and event.get("outcome") == "accepted" and event.get("level") is None:
        refuse(f"{where}.level", "An accepted referral names a level.", "Add level: 2 or 3.")
    if event.type == "meeting_held" and event.get("level") != 1 and event.get("kind") is None:
        refuse(f"{where}.kind", "The kind of meeting decides what it counts for.", "Add kind: review, say.")
    issued_for = event.day("for")
    if issued_for is not None and issued_for > event.date:
        refuse(
            f"{where}.for",
            f"Minutes issued on {event.date} cannot be of a meeting on {issued_for}.",
            "Correct one of the two dates.",
        )


def check_story(refuse: Refuse, dob: dt.date | None, held: frozenset[int], events: Sequence[Event]) -> None:
    """Refuse what cannot have happened: before birth, after death, leaving what was not held."""
    died: Event | None = None
    left: set[object] = set()
    kinds = event_types()
    for event in events:
        where = f"events[{event.place}]"
        if dob is not None and event.date < dob:
            refuse(
                f"{where}.date",
                f"The {event.type} of {event.date} is before the birth on {dob}.",
                "Correct one of the two dates.",
            )
        if died is not None and kinds[event.type].living and (event.date > died.date or event.type == "died"):
            refuse(
                f"{where}.date",
                f"The {event.type} of {event.date} cannot follow the death on {died.date}.",
                "Correct one of the two dates, or remove one event.",
            )
        if event.type == "died":
            died = event
        if event.type == "exited" and event.get("category") != PDP:
            category = event.get("category")
            if category not in held or category in left:
                refuse(
                    f"{where}.category",
                    f"Category {category} was not held on {event.date}.",
                    "Correct the category, add it to categories, or remove the event.",
                )
            left.add(category)


def doubts_about(events: Sequence[Event]) -> Iterator[str]:
    """What may be told out of order or without its beginning, each with its place and what to do.

    Args:
        events: in order of date.
    """
    first: dict[str, dt.date] = {}
    for event in events:
        first.setdefault(event.type, event.date)
    meetings = {event.date for event in events if event.type == "meeting_held"}
    asked: dict[str, dt.date] = {}
    for event in events:
        if event.type == "agency_request_sent":
            asked.setdefault(event.text("agency"), event.date)
    for event in events:
        told = f"The {event.type} of {event.date}"
        before = event_types()[event.type].after
        if before and not any(kind in first and first[kind] <= event.date for kind in before):
            yield _doubt(event, "date", f"{told} comes before any {' or '.join(before)}")
        if event.type == "minutes_issued" and event.day("for") not in meetings:
            yield _doubt(event, "for", f"{told} is for {event.day('for')}, when no meeting was held")
        agency = event.text("agency")
        if event.type == "agency_reply_received" and not (agency in asked and asked[agency] <= event.date):
            yield _doubt(event, "agency", f"{told} is from {agency}, which was not asked before")
        for key in OF_A_PLAN:
            planned = event.day(key)
            if planned is not None and planned < event.date:
                yield _doubt(event, key, f"{told} plans for {planned}, which was past")


def _doubt(event: Event, key: str, what: str) -> str:
    remedy = "Correct it, or add what is missing; the answer takes the events as they stand"
    return f"events[{event.place}].{key}: {what}. {remedy}."
