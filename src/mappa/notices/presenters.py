"""Notices in plain values."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from mappa.govuk.presenters import Column, Link, Number, Options, Tag, Value, row, summary_list, table
from mappa.notices.counts import Month
from mappa.notices.lifecycle import COURT_ORDERS, NoticeKind, NoticeState
from mappa.notices.models import CommunityCount, Notice, NoticeStep
from mappa.notices.selectors import MOST_SENT, state_of
from mappa.people.models import Person
from mappa.people.presenters import page_of


def name_of(one: Notice) -> str:
    """The name as it was told."""
    return f"{one.family_name.upper()}, {one.given_names}".strip(", ") or "Not known"


def _state(one: Notice) -> Tag:
    if state_of(one) is NoticeState.ENDED:
        return Tag(text="Dealt with", colour="grey")
    return Tag(text="Waiting", colour="yellow")


def notices_table(rows: Iterable[Notice]) -> Options:
    """What waits, and what was dealt with."""
    return table(
        caption="Notices",
        columns=["Reference", "About", "What", "From", "Told", "State"],
        rows=[
            (
                Link(text=one.reference, href=reverse("notice-detail", args=[one.reference])), name_of(one),
                one.get_kind_display(), one.raised_by or one.agency.name, one.at, _state(one),
            )
            for one in rows
        ],
    )  # fmt: skip


def sent_table(rows: Iterable[Notice]) -> Options:
    """What the reader sent, and whether somebody has dealt with it."""
    return table(
        caption=f"Sent by you: the latest {MOST_SENT}",
        columns=["Reference", "About", "What", "To", "Sent", "State"],
        rows=[
            (one.reference, name_of(one), one.get_kind_display(), one.area.name, one.at, _state(one)) for one in rows
        ],
    )


def notice_summary(one: Notice) -> Options:
    """One notice, with what its kind asks for."""
    kind = NoticeKind(one.kind)
    place = "Prison" if kind is NoticeKind.RECEPTION else "Court"
    about: list[Any] = [
        row("What", one.get_kind_display()),
        row("About", name_of(one)),
        row("Born", one.date_of_birth),
        row(WORDS[kind], one.what),
    ]
    if kind is NoticeKind.CONCERN:
        about += [
            row("Raised by", one.raised_by),
            row("Looked at by", one.responsible.name if one.responsible else None),
        ]
    else:
        about += [
            row(place, one.place),
            row("Received" if kind is NoticeKind.RECEPTION else "Day of the court", one.on),
        ]
    if kind in COURT_ORDERS:
        about.append(row("Lived then", "No fixed abode" if one.no_fixed_abode else one.address))
    about += [
        row("Addressed to", [one.area.name, one.addressed_by]),
        row("Told by", [one.agency.name, one.teller, one.at]),
    ]
    return summary_list(about)


WORDS = {
    NoticeKind.YOUNG_PERSON: "Offence and sentence", NoticeKind.RECEPTION: "Category, offence and sentence",
    NoticeKind.HOSPITAL: "Offence and order", NoticeKind.GUARDIANSHIP: "Offence and order",
    NoticeKind.CONCERN: "The concern",
}  # fmt: skip


def steps_table(steps: Iterable[NoticeStep]) -> Options:
    """What was done about it, in order."""
    return table(
        caption="What was done",
        columns=["When", "What", "Why", "By"],
        rows=[(each.at, each.get_move_display(), each.why, each.answerer) for each in steps],
    )


def record_link(person: Person | None) -> Link | None:
    """To the record that it belongs to."""
    return Link(text=person.reference, href=page_of(person.reference)) if person else None


def months_table(months: Iterable[Month]) -> Options:
    """The count of each month beside the register."""
    return table(
        caption="Months",
        columns=["Month", Column(text="Probation counts", numeric=True), Column(text="On the register", numeric=True),
                 Column(text="Not on it", numeric=True), "Told by"],
        rows=[
            (
                f"{each.first:%B %Y}",
                Number(value=each.told.people) if each.told else Tag(text="Not told", colour="yellow"),
                Number(value=each.held),
                Number(value=each.missing) if each.missing is not None else "Cannot tell",
                _told_by(each.told),
            )
            for each in months
        ],
    )  # fmt: skip


def _told_by(told: CommunityCount | None) -> list[Value] | str:
    if told is None:
        return "Nobody"
    said: list[Value] = [told.agency.name, told.at]
    return [*said, Tag(text="All registered", colour="green")] if told.all_registered else said
