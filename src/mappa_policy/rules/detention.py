"""When the person was detained, by recorded facts, and the first notification that waits for release.

Covers: IDENT-26.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mappa_policy.calendar import statutory_last_day
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.notification_period import Period
from mappa_policy.rules.periods import later
from mappa_policy.rules.sentences import under_kind

OUT = ("release", "cto_start", "conditional_discharge_mha")
DETAINING = ("custody", "life", "hospital")


@dataclass(frozen=True, slots=True)
class Stay:
    """Detained from ``first`` until the day of release, ``out``; none where no release is recorded."""

    first: dt.date
    out: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Whether the person was still inside at the end of that day."""
        return self.first <= day and (self.out is None or day < self.out)


def _stays(facts: Facts, starts: list[dt.date], more_outs: list[dt.date]) -> list[Stay]:
    outs = sorted([event.date for event in facts.of_any(OUT)] + more_outs)
    found: list[Stay] = []
    for start in sorted(starts):
        if found and (found[-1].out is None or start < found[-1].out):
            continue
        found.append(Stay(start, next((out for out in outs if out >= start), None)))
    return found


def all_stays(facts: Facts) -> list[Stay]:
    """Every detention: on remand, by sentence, in hospital and after recall."""
    starts = [event.date for event in facts.of_any(("remand", "recall"))]
    starts += [one.date for held in facts.convictions for one in held.sentences if under_kind(facts, one) in DETAINING]
    return _stays(facts, starts, [])


def _recorded_stays(facts: Facts) -> list[Stay]:
    """Detentions that an event records. A sentence that detains nobody sets a remanded person free."""
    freed = [
        one.date
        for held in facts.convictions
        for one in held.sentences
        if under_kind(facts, one) not in DETAINING
        and not any(under_kind(facts, other) in DETAINING for other in held.sentences)
    ]
    return _stays(facts, [event.date for event in facts.of_any(("remand", "recall"))], freed)


def _back_from_abroad(facts: Facts, day: dt.date) -> tuple[bool, dt.date | None]:
    left = [event.date for event in facts.of("left_uk") if event.date <= day]
    if not left:
        return False, None
    back = [event.date for event in facts.of("returned_uk") if event.date >= max(left)]
    return (not back or back[0] > day), min(back, default=None)


def _deadline(facts: Facts, period: Period) -> dt.date | None:
    """The last day for the first notification of one period; none while detained or abroad."""
    terrorism = period.regime.startswith("CTA")
    start = period.relevant
    stays = all_stays(facts) if terrorism else _recorded_stays(facts)
    inside = next((stay for stay in stays if stay.holds(start)), None)
    if inside is not None:
        if inside.out is None:
            return None
        start = inside.out
    away, back = _back_from_abroad(facts, start)
    if away:
        if back is None:
            return None
        start = back
    name = "terrorism-notification/initial_days" if terrorism else "notification/initial_days"
    return statutory_last_day(start, facts.number(name))


def _ends_after(one: Period, other: Period) -> bool:
    return one.last_day != other.last_day and later(one.last_day, other.last_day) == one.last_day


def governing(periods: Sequence[Period]) -> Period | None:
    """The period that ends last; of two that end together, the one that began first."""
    chosen: Period | None = None
    for period in periods:
        if chosen is None or _ends_after(period, chosen):
            chosen = period
    return chosen


def initial_deadline(facts: Facts, periods: Sequence[Period]) -> dt.date | None:
    """The last day for the first notification of the governing period, from recorded facts only.

    None once the subjection has ended, other than by death; while detained with no release recorded; and
    where the period began while the person was already subject and had notified (section 83(2)).
    """
    died = facts.died
    asked = min(facts.as_of, died) if died else facts.as_of
    running = [period for period in periods if period.runs_on(asked)]
    chief = governing(running)
    if chief is None:
        return None
    before = [
        period
        for period in periods
        if period is not chief and period.first_day < chief.first_day and period.runs_on(chief.subject_from)
    ]
    if before:
        notified = [event.date for event in facts.of_any(("first_notification", "periodic_notification"))]
        if any(day <= chief.subject_from for day in notified):
            return None
        if chief.by_order:
            chief = governing(before) or chief
    return _deadline(facts, chief)
