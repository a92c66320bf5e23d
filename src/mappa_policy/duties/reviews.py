"""Reviews in the community: the first month after release, levels 1, 2 and 3, full meetings. Duties 21 to 27."""

from collections.abc import Iterable

from mappa_policy.duties.clocks import Clock, kinds, while_true
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.state import Day

LEVEL_2, LEVEL_3 = 2, 3
STANDS_AS_BEFORE = "the date that was already running stands, because risk rose"


def keep_earlier(instance: Instance, ended: Iterable[Instance]) -> None:
    """A rising risk never moves a date later: take the due date of what ran until today, if that is earlier."""
    for old in ended:
        if old.due is not None and instance.due is not None and old.due < instance.due:
            instance.due, instance.remark = old.due, STANDS_AS_BEFORE
    if instance.aim is not None and instance.due is not None:
        instance.aim = min(instance.aim, instance.due)


def interval(instance: Instance, aim: str = "aim", due: str = "due") -> None:
    """Dates counted forward from the starting event."""
    limits = instance.kind.limits
    instance.due = limits[due].after(instance.event.date)
    instance.aim = limits[aim].after(instance.event.date) if aim in limits else None


def _after_release(day: Day) -> Iterable[Event]:
    return day.first_of("released") if day.now.managed and day.now.community else ()


def _level_1_review(day: Day) -> Iterable[Event]:
    if not day.now.level_1_case:
        return ()
    if not day.was.level_1_case:
        return day.first_of("released", "level_set")
    return tuple(event for event in day.events.get("level_1_reviewed", ()) if _by_lead(event, day))[:1]


def _by_lead(event: Event, day: Day) -> bool:
    return event.text("by") == day.case.lead_agency(day.date)


def _level_1_disclosure(day: Day) -> Iterable[Event]:
    if not day.now.level_1_case:
        return ()
    decided = day.first_of("disclosure_decided")
    if decided or day.was.level_1_case:
        return decided
    return day.first_of("released", "level_set")


def _review(level: int, day: Day) -> Iterable[Event]:
    """Each review meeting; else a change to this level. After a release nothing runs before the first meeting."""
    if not day.now.community or day.now.level != level or day.case.awaits_first_meeting:
        return ()
    held = day.review()
    if held or day.was.level == level:
        return held
    changed = day.last("level_set")
    return () if changed is None else (changed,)


def _review_dates(instance: Instance, day: Day) -> None:
    interval(instance)
    rose = instance.event.type == "level_set" and day.was.level == LEVEL_2 and day.now.level == LEVEL_3
    keep_earlier(instance, day.ended.get("level-2-review", ()) if rose else ())


def _full_meeting(level: int, day: Day) -> Iterable[Event]:
    """A core group starts it, counted from the latest full meeting, change to this level, or release."""
    if not day.now.community or day.now.level != level:
        return ()
    if not any(held.text("kind") == "core_group" for held in day.events["meeting_held"] if _reviews(held, day)):
        return ()
    case = day.case
    full = [held for held in case.past("meeting_held") if case.is_full(held)]
    begun = [event for event in (full[-1] if full else None, case.level_event, case.released) if event]
    latest = max((event.date for event in begun), default=None)
    start = next((event for event in begun if event.date == latest), None)
    if start is None or (level, start.type, start.date) in case.full_meetings_from:
        return ()
    case.full_meetings_from.add((level, start.type, start.date))
    return (start,)


def _reviews(meeting: Event, day: Day) -> bool:
    return day.case.is_review(meeting)


def _meets_review(event: Event, _: Instance, day: Day) -> bool:
    return day.case.is_review(event)


def _review_clock(level: int) -> Clock:
    return Clock(
        f"level-{level}-review",
        starts=lambda day: _review(level, day),
        on=kinds("meeting_held", "level_set"),
        met_by=kinds("meeting_held"),
        meets=_meets_review,
        runs=lambda _, day: while_true(day.now.community and day.now.level == level),
        dates=_review_dates,
        chain=True,
    )


def _full_meeting_clock(level: int) -> Clock:
    return Clock(
        f"level-{level}-full-meeting",
        starts=lambda day: _full_meeting(level, day),
        on=kinds("meeting_held"),
        met_by=kinds("meeting_held"),
        meets=lambda event, _, day: day.case.is_full(event),
        runs=lambda _, day: while_true(day.now.community and day.now.level == level),
        chain=True,
    )


CLOCKS = (
    Clock(
        "post-release-meeting",
        starts=_after_release,
        on=kinds("released"),
        met_by=kinds("meeting_held"),
        meets=_meets_review,
        runs=lambda _, day: while_true(day.now.managed and not day.now.in_custody),
    ),
    Clock(
        "level-1-review",
        starts=_level_1_review,
        on=kinds("released", "level_set", "level_1_reviewed"),
        met_by=kinds("level_1_reviewed"),
        meets=lambda event, _, day: _by_lead(event, day),
        runs=lambda _, day: while_true(day.now.level_1_case),
        chain=True,
    ),
    Clock(
        "level-1-disclosure-review",
        starts=_level_1_disclosure,
        on=kinds("released", "level_set", "disclosure_decided"),
        met_by=kinds("disclosure_decided"),
        runs=lambda _, day: while_true(day.now.level_1_case),
        chain=True,
    ),
    _review_clock(LEVEL_2),
    _review_clock(LEVEL_3),
    _full_meeting_clock(LEVEL_2),
    _full_meeting_clock(LEVEL_3),
)
