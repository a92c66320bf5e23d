"""Home visits by the police and by probation. Duties 28 to 30."""

from collections.abc import Iterable

from mappa_policy.duties.clocks import Clock, kinds, while_true
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.reviews import interval, keep_earlier
from mappa_policy.duties.state import Day

HEIGHT = {"low": 0, "medium": 1, "high": 2}


def by_police(event: Event) -> bool:
    """A visit to the home by the police, alone or jointly; not one to look at a home before a move."""
    return event.text("by") in ("police", "joint") and event.text("kind") != "pre_move"


def by_probation(event: Event) -> bool:
    """The same by probation."""
    return event.text("by") in ("probation", "joint") and event.text("kind") != "pre_move"


def _first_visit(day: Day) -> Iterable[Event]:
    if not day.now.probation_supervises or day.was.probation_supervises:
        return ()
    return day.first_of("supervision_started", "released")


def _is_first_visit(event: Event, _: Instance, day: Day) -> bool:
    in_person = event.text("visitor") == "offender_manager"
    return by_probation(event) and (in_person or day.now.band != "high")


def _police(day: Day) -> Iterable[Event]:
    """Each visit; else the day it becomes due at all; else a change of band."""
    if not day.now.police_visit:
        return ()
    visits = tuple(event for event in day.events.get("home_visit", ()) if by_police(event))[:1]
    if visits:
        return visits
    if not day.was.police_visit:
        return day.first_of("released", "rosh_assessed")
    changed = day.last("rosh_assessed") if day.was.band != day.now.band else None
    return () if changed is None else (changed,)


def _police_dates(instance: Instance, day: Day) -> None:
    band = day.now.band or "low"
    instance.mark = instance.rule = band
    interval(instance, aim=f"aim_{band}", due=f"due_{band}")
    rose = (
        instance.event.type == "rosh_assessed" and day.was.police_visit and HEIGHT[day.was.band or band] < HEIGHT[band]
    )
    keep_earlier(instance, day.ended.get("police-visit", ()) if rose else ())


def _probation(day: Day) -> Iterable[Event]:
    if not day.now.probation_visits:
        return ()
    visits = tuple(event for event in day.events.get("home_visit", ()) if by_probation(event))[:1]
    if visits or day.was.probation_visits:
        return visits
    return day.first_of("supervision_started", "released", "rosh_assessed")


CLOCKS = (
    Clock(
        "first-home-visit",
        starts=_first_visit,
        on=kinds("supervision_started", "released"),
        met_by=kinds("home_visit"),
        meets=_is_first_visit,
        runs=lambda _, day: while_true(day.now.probation_supervises),
    ),
    Clock(
        "police-visit",
        starts=_police,
        on=kinds("home_visit", "released", "rosh_assessed"),
        met_by=kinds("home_visit"),
        meets=lambda event, _, __: by_police(event),
        runs=lambda instance, day: while_true(day.now.police_visit and day.now.band == instance.mark),
        dates=_police_dates,
        chain=True,
    ),
    Clock(
        "probation-visit",
        starts=_probation,
        on=kinds("home_visit", "supervision_started", "released", "rosh_assessed"),
        met_by=kinds("home_visit"),
        meets=lambda event, _, __: by_probation(event),
        runs=lambda _, day: while_true(day.now.probation_visits),
        chain=True,
    ),
)
