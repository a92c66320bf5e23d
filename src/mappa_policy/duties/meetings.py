"""Referral, replies, and what a meeting that was held still owes. Duties 11 to 15."""

import datetime as dt
from collections.abc import Iterable

from mappa_policy.duties.clocks import AT_BEGINNING, Clock, kinds
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.state import Day

STANDS_STILL = "the clock stands still while the referral is returned for information"


def _decision_dates(instance: Instance, day: Day) -> None:
    """Ten working days that stand still while the referral is returned.

    ``mark`` is (the day counted from, working days left), or only the latter in a tuple of one while returned.
    """
    if instance.mark is None:
        instance.mark = (instance.event.date, instance.kind.limits["due"].count)
        instance.due = instance.kind.limits["due"].after(instance.event.date)
    both = (*day.events.get("referral_returned", ()), *day.events.get("referral_resubmitted", ()))
    for event in sorted(both, key=lambda event: event.place):
        if event.type == "referral_returned":
            _stop(instance, event.date)
        else:
            _go_on(instance, event.date)


def _stop(instance: Instance, on: dt.date) -> None:
    if instance.due is None or on > instance.due or not isinstance(instance.mark, tuple):
        return  # already returned, or too late to change anything
    counted_from, left = instance.mark
    used = instance.kind.limits["due"].working_days_used(counted_from, on)
    instance.mark, instance.due, instance.remark = (left - used,), None, STANDS_STILL


def _go_on(instance: Instance, on: dt.date) -> None:
    if instance.due is not None or not isinstance(instance.mark, tuple):
        return  # it was not returned
    (left,) = instance.mark
    instance.mark, instance.remark = (on, left), ""
    instance.due = instance.kind.limits["due"].working_days_after(on, left)


def _requests(day: Day) -> Iterable[Event]:
    """The first request today to each agency."""
    return {event.text("agency"): event for event in reversed(day.events["agency_request_sent"])}.values()


def _minuted(level: int, day: Day) -> Iterable[Event]:
    held = (event for event in day.events["meeting_held"] if event.get("level") == level)
    return tuple(event for event in held if event.text("kind") in day.case.book.meetings_with_minutes)[:1]


def _minutes_dates(instance: Instance, _: Day) -> None:
    limits, held = instance.kind.limits, instance.event.date
    due = limits["due"].after(held)
    if days := limits.get("days"):  # the text allows either unit: aim at the earlier, in breach after both
        instance.rule = "days"
        instance.aim, due = sorted((due, days.after(held)))
    instance.due = due


def _minutes(level: int) -> Clock:
    return Clock(
        f"level-{level}-minutes",
        starts=lambda day: _minuted(level, day),
        on=kinds("meeting_held"),
        met_by=kinds("minutes_issued"),
        meets=lambda event, instance, _: event.day("for") == instance.event.date,
        dates=_minutes_dates,
        in_mappa=AT_BEGINNING,
        outlives_mappa=True,
    )


CLOCKS = (
    Clock(
        "referral-decision",
        starts=lambda day: day.first_of("referral_received"),
        on=kinds("referral_received"),
        met_by=kinds("referral_decided"),
        dates=_decision_dates,
        moved_by=kinds("referral_returned", "referral_resubmitted"),
    ),
    Clock(
        "agency-reply",
        starts=_requests,
        on=kinds("agency_request_sent"),
        met_by=kinds("agency_reply_received"),
        meets=lambda event, instance, _: event.text("agency") == instance.agency,
    ),
    Clock(
        "meeting-disclosure-decision",
        starts=lambda day: day.review(),
        on=kinds("meeting_held"),
        met_by=kinds("disclosure_decided"),
        in_mappa=AT_BEGINNING,
        outlives_mappa=True,
    ),
    _minutes(2),
    _minutes(3),
)
