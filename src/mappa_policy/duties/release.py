"""Before release, and before discharge from hospital: dates that count back. Duties 3, 16 to 20, 34 and 35.

All but the early release hang on a ``Countdown``: one instance in each round or stay, counted from the date last
recorded until it is met. What was done since the countdown's ``since`` counts, even before the condition held.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from mappa_policy.duties.clocks import ENDED, RELEASED, RUNS, Clock, kinds
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Countdown, Instance
from mappa_policy.duties.state import Case, Day

ANY_DAY: frozenset[str] = frozenset()
NO_DAY = {
    "release_expected": "no day of release (release_on) is recorded, so no date can be given",
    "ecl_release": "no day of release (release_on) is recorded, so no date can be given",
    "hospital_discharge_expected": "no day of discharge (discharge_on) is recorded, so no date can be given",
}


def _count_back(instance: Instance, day: Day) -> None:
    countdown = instance.countdown
    if countdown is None:
        return
    event, expected = countdown.known_on(max(instance.met_on or day.date, countdown.began))
    limits = instance.kind.limits
    instance.event = event
    _back_from(instance, expected)
    if (aim := limits.get("aim")) and expected is not None:
        instance.aim = aim.before(expected)


def _back_from(instance: Instance, expected: dt.date | None) -> None:
    """Count back from the day expected; a day that nobody recorded leaves no date, and the sentence names it."""
    instance.expected = expected
    if expected is None:
        instance.due, instance.remark = None, NO_DAY[instance.event.type]
    else:
        instance.due, instance.remark = instance.kind.limits["due"].before(expected), ""


def _current(case: Case, *, stay: bool) -> Countdown | None:
    return case.stay if stay else case.round


def _starts(
    duty: str, holds: Callable[[Day], bool], begins: Callable[[Day], bool], *, stay: bool
) -> Callable[[Day], Iterable[Event]]:
    """Start on the first day on which the countdown runs and the condition holds; again if that had ended it."""

    def starts(day: Day) -> Iterable[Event]:
        countdown = _current(day.case, stay=stay)
        if countdown is None or not holds(day):
            return ()
        before = countdown.instances.get(duty)
        if isinstance(before, Instance) and before.ended_on is None:
            return ()
        return (countdown.known_on(day.date)[0],) if begins(day) else ()

    return starts


def _runs(holds: Callable[[Day], bool], *, stay: bool) -> Callable[[Instance, Day], str]:
    def runs(instance: Instance, day: Day) -> str:
        if not holds(day):
            return ENDED
        current = _current(day.case, stay=stay)
        if current is instance.countdown:
            return RUNS
        return RELEASED if current is None else ENDED

    return runs


def _always(_: Day) -> bool:
    return True


def _before_release(
    duty: str,
    *,
    met_by: str,
    holds: Callable[[Day], bool],
    begins: Callable[[Day], bool] = _always,
    meets: Callable[[Event, Instance, Day], bool] = lambda _, __, ___: True,
    stay: bool = False,
) -> Clock:
    return Clock(
        duty,
        starts=_starts(duty, holds, begins, stay=stay),
        on=ANY_DAY,
        met_by=kinds(met_by),
        meets=meets,
        runs=_runs(holds, stay=stay),
        dates=_count_back,
        moved_by=kinds("hospital_discharge_expected" if stay else "release_expected"),
        countdown=lambda day: _current(day.case, stay=stay),
    )


def _managed(day: Day) -> bool:
    return day.now.managed


def _category_2_alone(day: Day) -> bool:
    return day.now.category_2 and not day.now.category_1 and day.now.managed


def _level_was_not_set_in_time(day: Day) -> bool:
    """Not set in this custody period on or before the day the round began."""
    current = day.case.round
    if current is None:
        return False
    set_on = (event.date for event in day.case.past("level_set"))
    return not any(current.confined_since <= date <= current.began for date in set_on)


def _wants_premises(day: Day) -> bool:
    """A meeting in the round said that residence in approved premises is wanted."""
    current = day.case.round
    if not day.now.managed or current is None:
        return False
    meetings = day.case.past("meeting_held")
    return any(held.get("ap_residence") is True and held.date >= current.since for held in meetings)


def _ecl_dates(instance: Instance, _: Day) -> None:
    _back_from(instance, instance.event.day("release_on"))


def _ecl_runs(_: Instance, day: Day) -> str:
    if not day.now.managed:
        return ENDED
    return RUNS if day.now.in_custody else RELEASED


def _tells(agency: str) -> Callable[[Event, Instance, Day], bool]:
    return lambda event, _, __: event.get("to") in (agency, "both")


CLOCKS = (
    _before_release(
        "category-2-record",
        met_by="registered",
        holds=_category_2_alone,
        begins=lambda day: not day.was.registered,
    ),
    _before_release("level-before-release", met_by="level_set", holds=_always, begins=_level_was_not_set_in_time),
    _before_release(
        "meeting-before-release",
        met_by="meeting_held",
        holds=_managed,
        meets=lambda event, _, day: day.case.is_full(event),
    ),
    _before_release("release-date-confirmation", met_by="release_confirmed", holds=_managed),
    _before_release("ap-referral", met_by="ap_referred", holds=_managed, begins=_wants_premises),
    Clock(
        "ecl-confirmation",
        starts=lambda day: day.events["ecl_release"][-1:] if day.now.managed and day.now.in_custody else (),
        on=kinds("ecl_release"),
        met_by=kinds("ecl_confirmed"),
        runs=_ecl_runs,
        dates=_ecl_dates,
    ),
    _before_release(
        "hospital-notice-police",
        met_by="hospital_notice_sent",
        holds=lambda day: day.now.category_1,
        meets=_tells("police"),
        stay=True,
    ),
    _before_release(
        "hospital-notice-probation",
        met_by="hospital_notice_sent",
        holds=lambda day: day.now.category_2,
        meets=_tells("probation"),
        stay=True,
    ),
)
