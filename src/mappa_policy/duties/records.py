"""The record: who creates it, flags it, reviews it, archives it. Duties 1, 2, 4, 5 and 6."""

from collections.abc import Iterable

from mappa_policy.duties.clocks import NEVER, Clock, kinds, while_true
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.state import Case, Day

GUILT = ("conviction", "caution", "finding")
NOTIFIED_ORDERS = ("shpo", "notification_order")


def _no_dates(instance: Instance, day: Day) -> None:
    """No limit exists; none is invented."""


def _birthday(instance: Instance, day: Day) -> None:
    born = day.case.scenario.dob
    if born is None:
        instance.remark = "no date of birth is recorded, so no day can be given"
    else:
        instance.due = instance.kind.limits["due"].after(born)


def was_found_guilty(case: Case) -> bool:
    """Whether a conviction, caution or finding has been recorded so far."""
    return any(case.past(kind) for kind in GUILT)


def notified_order(day: Day) -> tuple[Event, ...]:
    """The first order made today that brings notification, or nothing."""
    made = day.events.get("order_made", ())
    return tuple(event for event in made if event.text("order") in NOTIFIED_ORDERS)[:1]


def _category_1_record(day: Day) -> Iterable[Event]:
    """Once for a person: at the first conviction, caution or finding, else the first sentence or order."""
    if not day.now.category_1 or day.was.registered or "category-1-record" in day.case.started:
        return ()
    return day.first_of(*GUILT) or day.first_of("sentence") or notified_order(day)


def _flag(day: Day) -> Iterable[Event]:
    if not day.now.category_2 or day.was.flagged:
        return ()
    sentences = day.events.get("sentence", ())
    return tuple(event for event in sentences if event.get("to") in ("custody", "community"))[:1]


def _record_review(day: Day) -> Iterable[Event]:
    if not day.now.probation_keeps_record:
        return ()
    if not day.was.probation_keeps_record:
        return day.first_of("supervision_started", "released", "registered")
    return tuple(event for event in day.events.get("record_reviewed", ()) if not _is_retention(event))[:1]


def _is_retention(event: Event) -> bool:
    return event.text("kind") == "retention"


def _archive(day: Day) -> Iterable[Event]:
    """MAPPA ends once: a death after the exit starts it only if nothing was there to archive before."""
    left = day.was.in_mappa and not day.now.in_mappa
    if not day.now.registered or not (left or "archive-record" not in day.case.started):
        return ()
    return day.first_of("died") or (() if day.case.categories else day.first_of("exited"))


CLOCKS = (
    Clock(
        "category-1-record",
        starts=_category_1_record,
        on=kinds(*GUILT, "sentence", "order_made"),
        met_by=kinds("registered"),
        runs=lambda _, day: while_true(day.now.category_1),
    ),
    Clock(
        "category-2-flag",
        starts=_flag,
        on=kinds("sentence"),
        met_by=kinds("flagged"),
        runs=lambda _, day: while_true(day.now.category_2),
    ),
    Clock(
        "probation-record-review",
        starts=_record_review,
        on=kinds("supervision_started", "released", "registered", "record_reviewed"),
        met_by=kinds("record_reviewed"),
        meets=lambda event, _, __: not _is_retention(event),
        runs=lambda _, day: while_true(day.now.probation_supervises),
        chain=True,
    ),
    Clock(
        "archive-record",
        starts=_archive,
        on=kinds("died", "exited"),
        met_by=kinds("archived"),
        dates=_no_dates,
        in_mappa=NEVER,
        outlives_mappa=True,
    ),
    Clock(
        "retention-review",
        starts=lambda day: day.first_of("registered"),
        on=kinds("registered"),
        met_by=kinds("record_reviewed"),
        meets=lambda event, _, __: _is_retention(event),
        dates=_birthday,
        in_mappa=NEVER,
        outlives_mappa=True,
    ),
)
