"""Moves: visits before and after, and records across the border. Duties 31 to 33."""

import datetime as dt
from collections.abc import Iterable

from mappa_policy.duties.clocks import ENDED, Clock, kinds, while_true
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.state import Day
from mappa_policy.duties.visits import by_probation

MOVES = ("moved", "address_changed")


def _approved(day: Day, *, cross_border: bool) -> tuple[Event, ...]:
    """The last of the day: the later in the list prevails."""
    approved = day.events.get("transfer_approved", ())
    return tuple(event for event in approved if event.get("cross_border") is cross_border)[-1:]


def _before_move(day: Day) -> Iterable[Event]:
    return _approved(day, cross_border=False) if day.now.probation_supervises else ()


def _before_move_dates(instance: Instance, day: Day) -> None:
    """The day before the move; while nobody has moved, the day before the planned move."""
    approved = instance.event
    moved = (event.date for event in day.case.past("moved") if event.date >= approved.date)
    instance.expected = next(moved, approved.day("move_on"))
    if instance.expected is None:
        instance.remark = "no day is planned for the move yet (move_on)"
    else:
        instance.due, instance.remark = instance.kind.limits["due"].before(instance.expected), ""


def _looked_at(event: Event, _: Instance, __: Day) -> bool:
    return event.text("kind") == "pre_move" and event.text("by") in ("probation", "joint")


def _since_last_move(instance: Instance, day: Day) -> dt.date:
    """A visit may come before the approval, but belongs to the move after it."""
    before = (event.date for kind in MOVES for event in day.case.past(kind) if event.date < instance.event.date)
    return max(before, default=dt.date.min)


def _after_move(day: Day) -> Iterable[Event]:
    if not day.now.probation_supervises:
        return ()
    approvals = day.case.past("transfer_approved")
    if approvals and approvals[-1].get("cross_border") is True:
        return ()
    return day.first_of(*MOVES)


def _until_next_move(instance: Instance, day: Day) -> str:
    if instance.start < day.date and any(kind in day.events for kind in MOVES):
        return ENDED
    return while_true(day.now.probation_supervises)


CLOCKS = (
    Clock(
        "pre-move-visit",
        starts=_before_move,
        on=kinds("transfer_approved"),
        met_by=kinds("home_visit"),
        meets=_looked_at,
        runs=lambda _, day: while_true(day.now.probation_supervises),
        dates=_before_move_dates,
        moved_by=kinds("moved"),
        since=_since_last_move,
    ),
    Clock(
        "post-move-visit",
        starts=_after_move,
        on=kinds(*MOVES),
        met_by=kinds("home_visit"),
        meets=lambda event, _, __: by_probation(event),
        runs=_until_next_move,
    ),
    Clock(
        "transfer-records",
        starts=lambda day: _approved(day, cross_border=True),
        on=kinds("transfer_approved"),
        met_by=kinds("records_sent"),
    ),
)
