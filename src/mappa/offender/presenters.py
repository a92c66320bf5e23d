"""The offender's own part in plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table
from mappa.meetings.models import Meeting
from mappa.offender.models import DisclosureOfMappa, Representation, Told, ToldKind, Withholding


def standing(told: Iterable[Told], decided: list[Withholding], roles: Mapping[str, str], expected: str) -> Options:
    """Whether the person was told that they are under MAPPA, or why not."""
    first = min(
        (each for each in told if each.what == ToldKind.MAPPA), key=lambda each: (each.on, each.pk), default=None
    )
    rows: list[Options] = []
    if first:
        rows += [
            row("Told that they are under MAPPA", [Tag(text="Told", colour="green"), first.on]),
            row("By whom", [first.teller, roles.get(first.teller_role, first.teller_role)]),
            row("Version of the leaflet", first.leaflet),
            row("What they said", str(first.response) or None),
        ]
    elif decided and decided[0].decision == DisclosureOfMappa.WITHHOLD:
        rows.append(row("Told that they are under MAPPA", Tag(text="Withheld by a meeting", colour="blue")))
    else:
        rows.append(row("Told that they are under MAPPA", Tag(text="Not recorded as told", colour="red")))
        rows.append(row("Who tells them", expected or "The edition names nobody for this category"))
    for each in decided:
        words = [each.get_decision_display(), str(each.reasons)]
        rows.append(row(f"Decision of {each.meeting.reference}", [*words, each.recorded_at]))
    return summary_list(rows)


def told_table(caption: str, rows: list[Told]) -> Options | None:
    """What they were told or took on."""
    if not rows:
        return None
    lines = [
        (
            each.on, [each.get_what_display(), *([each.meeting.reference] if each.meeting else [])],
            str(each.said), each.teller, str(each.response) or "Nothing recorded",
        )
        for each in rows
    ]  # fmt: skip
    columns = ["Day", "What", "In words", "By", "What they said"]
    return table(caption=caption, columns=columns, rows=lines)


def representations_table(reference: str, rows: list[Representation], *, may_answer: bool) -> Options | None:
    """What the person wrote, and what meetings made of it."""
    if not rows:
        return None
    lines = []
    for each in rows:
        answer: Value = Tag(text="Not yet answered by a meeting", colour="yellow")
        if each.answered_at:
            answer = [str(each.response), f"By {each.meeting.reference}" if each.meeting else ""]
        elif may_answer:
            href = reverse("representation-answer", args=[reference, each.pk])
            answer = [answer, Link(text="Record the answer", href=href, hidden=f"to what came on {each.on:%d %m %Y}")]
        lines.append((each.on, str(each.text), each.through, answer))
    columns = ["Received", "In their words", "Through", "The meeting's answer"]
    return table(caption="What the person wants meetings to know", columns=columns, rows=lines)


def for_meeting(meeting: Meeting, rows: list[Representation], *, may_answer: bool) -> dict[str, Any]:
    """What is shown to a meeting: what waits for an answer, and what it answered itself (OFFENDER-04, MEET-13)."""
    shown = [each for each in rows if each.answered_at is None or each.meeting_id == meeting.pk]
    reference = meeting.case.person.reference
    return {
        "table": representations_table(reference, shown, may_answer=may_answer),
        "href": reverse("told", args=[reference]),
    }
