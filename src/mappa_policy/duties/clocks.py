"""A clock: how one duty starts, what meets it, while what it runs, and its dates. The engine runs any list of them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Countdown, Instance
from mappa_policy.duties.state import Day

# While what a duty runs. RELEASED is kept apart: a release on the due day does not end what had to precede it.
RUNS = "runs"
ENDED = "ended"
RELEASED = "released"

# When the person must have been in MAPPA for a duty to start.
AT_END = "at the end of the day"
AT_BEGINNING = "at the beginning of the day"
NEVER = "never"


def _due_after(instance: Instance, _: Day) -> None:
    limits = instance.kind.limits
    if due := limits.get("due"):
        instance.due = due.after(instance.event.date)
    if aim := limits.get("aim"):
        instance.aim = aim.after(instance.event.date)


def statutory(instance: Instance, _: Day) -> None:
    """Dates of a limit whose day 1 is the day of the event."""
    instance.due = instance.kind.limits["due"].beginning_with(instance.event.date)


def _meets(event: Event, instance: Instance, day: Day) -> bool:  # noqa: ARG001 - the shape every rule has
    return True


def _runs(instance: Instance, day: Day) -> str:  # noqa: ARG001 - the shape every rule has
    return RUNS


def _no_past(instance: Instance, day: Day) -> dt.date | None:  # noqa: ARG001 - the shape every rule has
    return None


def _no_countdown(day: Day) -> Countdown | None:  # noqa: ARG001 - the shape every rule has
    return None


@dataclass(frozen=True, slots=True)
class Clock:
    """How one duty works. Everything but the ids is a small function over a day.

    Args:
        starts: the events that start an instance today; at most one for each agency.
        on: types of event that can start one; empty means that any day can.
        met_by: types of event that can meet it.
        meets: whether this event does.
        runs: RUNS, ENDED or RELEASED at the end of the day; leaving MAPPA is seen by the engine.
        dates: sets ``due`` and ``aim``.
        moved_by: types of event after which ``dates`` is asked again while it runs.
        chain: one event meets the old instance and starts the new one, so it cannot meet the one it starts.
        since: the day from which earlier acts count, or None where only later ones do.
        countdown: the round or stay that an instance hangs on; what was done in it counts.
        in_mappa: when the person must have been in MAPPA for it to start.
        outlives_mappa: whether it goes on after death or exit.
    """

    duty: str
    starts: Callable[[Day], Iterable[Event]]
    on: frozenset[str]
    met_by: frozenset[str]
    meets: Callable[[Event, Instance, Day], bool] = _meets
    runs: Callable[[Instance, Day], str] = _runs
    dates: Callable[[Instance, Day], None] = _due_after
    moved_by: frozenset[str] = frozenset()
    chain: bool = False
    since: Callable[[Instance, Day], dt.date | None] = _no_past
    countdown: Callable[[Day], Countdown | None] = _no_countdown
    in_mappa: str = AT_END
    outlives_mappa: bool = False


def kinds(*names: str) -> frozenset[str]:
    """Types of event."""
    return frozenset(names)


def while_true(condition: bool) -> str:  # noqa: FBT001 - reads as while_true(case is open)
    """RUNS while the condition holds."""
    return RUNS if condition else ENDED
