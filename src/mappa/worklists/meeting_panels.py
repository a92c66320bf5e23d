"""What of meetings, their minutes and what is asked for them needs somebody today."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value

from mappa.accounts.permissions import Permission, Role, may
from mappa.govuk.days import long_date
from mappa.govuk.presenters import LATE, Link, Tag
from mappa.kernel.clock import day_of
from mappa.meetings.lifecycle import MeetingState
from mappa.meetings.selectors import (
    meetings_between,
    meetings_visible_to,
    minutes_requests_for_chair,
    open_requests_for,
    standing_at,
)
from mappa.plans.lifecycle import ActionState
from mappa.plans.selectors import actions_for_agency
from mappa.worklists.panel import FORTNIGHT, Maker, Panel, Today, few, few_of_each, level_of, named

COMING, REQUESTS, ACTIONS = "coming", "requests", "actions"
MINUTES = {MeetingState.HELD: Permission.MINUTES_APPROVE, MeetingState.MINUTES_APPROVED: Permission.MINUTES_ISSUE}
"""Who takes the step that minutes wait for, by where the meeting stands."""


def asked_of_the_agency(today: Today) -> dict[str, tuple[list[Any], int, int]]:
    """What the actor's agency still has to answer and to do, as far as the actor sees to each: one query."""
    lists: dict[str, QuerySet[Any]] = {}
    if may(today.actor, Permission.REQUEST_ANSWER):
        lists[REQUESTS] = open_requests_for(today.actor, today.on)
    if may(today.actor, Permission.ACTION_UPDATE):
        lists[ACTIONS] = actions_for_agency(today.actor, today.on).filter(state=ActionState.OPEN)
    return few_of_each(lists, "reference", "due", urgent=Q(due__lt=today.on))


def _meetings(today: Today) -> dict[str, tuple[list[Any], int, int]]:
    """The meetings to come and those whose minutes wait, as far as the actor has to do with each: one query."""
    lists: dict[str, QuerySet[Any]] = {}
    if may(today.actor, Permission.MEETING_VIEW):
        coming = meetings_between(today.actor, today.at - timedelta(hours=12), today.at + FORTNIGHT, on=today.on)
        lists[COMING] = coming.filter(chair=today.actor) if today.actor.role == Role.CHAIR else coming
    for state, permission in MINUTES.items():
        if may(today.actor, permission):
            held = meetings_visible_to(today.actor, today.on).filter(standing_at(state))
            lists[state] = held.annotate(waiting=Value(value=False)).order_by("starts_at", "pk")
    return few_of_each(lists)


def meetings(today: Today) -> Panel:
    """Meetings of the next fourteen days."""
    first, count, _ = today.once(_meetings)[COMING]
    return Panel(
        title="Meetings in the next 14 days", count=count,
        lines=[
            (
                Link(text=row.reference, href=f"/meetings/{row.reference}/"),
                f"{level_of(today, row.level)}, {named(row.case.person)}, {long_date(day_of(row.starts_at))}",
                Tag(text="Replies outstanding", colour="yellow") if row.waiting else None,
            )
            for row in first
        ],
        empty="No meeting in the next 14 days.", more="/meetings/", people=[row.case.person.reference for row in first],
    )  # fmt: skip


def minutes_to(state: MeetingState, title: str, empty: str) -> Maker:
    """Minutes that wait for the step after a state."""

    def make(today: Today) -> Panel:
        first, count, _ = today.once(_meetings)[state]
        return Panel(
            title=title, count=count,
            lines=[
                (Link(text=row.reference, href=f"/meetings/{row.reference}/minutes/"), level_of(today, row.level), None)
                for row in first
            ],
            empty=empty, people=[row.case.person.reference for row in first],
        )  # fmt: skip

    return make


def minutes_requests(today: Today) -> Panel:
    """What the chair was asked about minutes and has not answered (MEET-32)."""
    rows = minutes_requests_for_chair(today.actor, today.on).filter(answered_at__isnull=True)
    first, count, _ = few(rows)
    return Panel(
        title="Requests about minutes", count=count,
        lines=[
            (Link(text=row.meeting.reference, href=f"/minutes-requests/{row.pk}/"), row.who, None) for row in first
        ],
        empty="Nobody waits for your answer about minutes.", more="/minutes-requests/",
        people=[row.meeting.case.person.reference for row in first],
    )  # fmt: skip


def requests(today: Today) -> Panel:
    """What the actor's agency was asked and has not answered."""
    first, count, late = today.once(asked_of_the_agency)[REQUESTS]
    return Panel(
        title="Replies due", count=count, urgent=late,
        lines=[
            (
                Link(text=row.reference, href=f"/inbox/requests/{row.reference}/"), f"By {long_date(row.due)}",
                LATE if row.due < today.on else None,
            )
            for row in first
        ],
        empty="Every request to your agency is answered.", more="/inbox/",
    )  # fmt: skip
