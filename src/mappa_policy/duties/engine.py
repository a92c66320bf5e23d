"""Runs every clock over the days of a case. Nothing is kept: the same events give the same list.

For each day with events: (1) all of them change the state; (2) running instances that an event of the day meets are
met; (3) running instances whose condition no longer holds end; (4) new instances start, and may be met the same day
unless one event both meets and starts (chains).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from mappa_policy.duties import meetings, moves, notifications, records, release, reviews, visits
from mappa_policy.duties.catalogue import Kind, Rulebook
from mappa_policy.duties.changes import apply
from mappa_policy.duties.clocks import AT_BEGINNING, AT_END, RELEASED, RUNS, Clock
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.scenario import Scenario
from mappa_policy.duties.state import Case, Day

CLOCKS: dict[str, Clock] = {
    clock.duty: clock
    for room in (records, notifications, meetings, release, reviews, visits, moves)
    for clock in room.CLOCKS
}
ONE_DAY = dt.timedelta(days=1)


@dataclass(slots=True, eq=False)
class Run:
    """One case, one edition, one day asked about."""

    case: Case
    clocks: tuple[tuple[Clock, Kind], ...]
    instances: list[Instance] = field(default_factory=list)
    unmet: list[tuple[Clock, Instance]] = field(default_factory=list)

    def live(self, day: Day) -> None:
        """Phases 2 to 4 of one day."""
        self._meet(day)
        self._end(day)
        for clock, kind in self.clocks:
            if (not clock.on or not clock.on.isdisjoint(day.events)) and self._may_start(clock, day):
                for event in clock.starts(day):
                    self._start(clock, kind, event, day)

    def _meet(self, day: Day) -> None:
        left = []
        for clock, instance in self.unmet:
            if not instance.stands and not clock.moved_by.isdisjoint(day.events):
                clock.dates(instance, day)
            if any(clock.meets(event, instance, day) for event in _today(clock.met_by, day)):
                self._close(instance, day, met_on=day.date)
            else:
                left.append((clock, instance))
        self.unmet = left

    def _end(self, day: Day) -> None:
        left = []
        for clock, instance in self.unmet:
            if not instance.stands:
                runs = clock.runs(instance, day)
                if not day.now.in_mappa and not clock.outlives_mappa:
                    runs = "left"
                if runs != RUNS and self._ends(instance, runs, day):
                    continue
            left.append((clock, instance))
        self.unmet = left

    def _ends(self, instance: Instance, how: str, day: Day) -> bool:
        """End it if that is in time; what ends after the due day changes nothing but stills its dates."""
        in_time = instance.due is None or day.date <= instance.due
        if not in_time or (how == RELEASED and day.date == instance.due):
            instance.stands = True
            return False
        instance.ended_on = day.date
        day.ended.setdefault(instance.kind.entry.id, []).append(instance)
        self._close(instance, day, met_on=None)
        return True

    def _close(self, instance: Instance, day: Day, *, met_on: dt.date | None) -> None:
        instance.met_on = met_on
        if instance.owner is None:
            instance.closed_lead = self.case.lead_agency(day.date)

    def _may_start(self, clock: Clock, day: Day) -> bool:
        if clock.in_mappa == AT_END:
            return day.now.in_mappa
        return day.was.in_mappa if clock.in_mappa == AT_BEGINNING else True

    def _start(self, clock: Clock, kind: Kind, event: Event, day: Day) -> None:
        kind = self.case.book.kind_on(kind, event.date)
        instance = Instance(kind, event, day.date, self._owner(kind, event, day))
        instance.countdown = clock.countdown(day)
        if instance.countdown is not None:
            instance.countdown.instances[clock.duty] = instance
        self.instances.append(instance)
        self.case.started.add(clock.duty)
        met_on = None if clock.chain else self._met_already(clock, instance, day)
        if met_on is not None:
            self._close(instance, day, met_on=met_on)
        else:
            self.unmet.append((clock, instance))
        clock.dates(instance, day)

    def _met_already(self, clock: Clock, instance: Instance, day: Day) -> dt.date | None:
        """The day of an event that meets it at once: today's, or an earlier one that counts."""
        since = instance.countdown.since if instance.countdown else clock.since(instance, day)
        if since is None:
            found = _today(clock.met_by, day)
        else:
            found = [event for kind in clock.met_by for event in day.case.past(kind) if event.date >= since]
        return min((event.date for event in found if clock.meets(event, instance, day)), default=None)

    def _owner(self, kind: Kind, event: Event, day: Day) -> str | None:
        match kind.entry.owner:
            case "lead agency":
                return None
            case "record manager":
                return self.case.record_manager(day.date)
            case "probation or yot":
                return "yot" if self.case.under_age(day.date) else "probation"
            case "agency":
                return event.text("agency")
        return kind.entry.owner


def _today(kinds: Iterable[str], day: Day) -> list[Event]:
    return [event for kind in kinds for event in day.events.get(kind, ())]


def _date(event: Event) -> dt.date:
    return event.date


def run(scenario: Scenario, book: Rulebook, on: dt.date) -> Run:
    """Every instance that has started by the end of ``on``; events after it are unknown."""
    case = Case(scenario, book)
    ordered = tuple((CLOCKS[duty], kind) for duty, kind in book.kinds.items())
    running = Run(case, ordered)
    if scenario.is_pdp:
        return running
    for date, events in groupby((event for event in scenario.events if event.date <= on), key=_date):
        running.live(apply(case, date, list(events)))
    return running
