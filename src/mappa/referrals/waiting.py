"""How long a referral has waited for its decision, and until when it may. The clock stands still while returned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from mappa.determinations.policy import Parameter
from mappa.kernel.clock import day_of
from mappa.referrals.lifecycle import ReferralAction
from mappa.referrals.models import Referral, ReferralStep
from mappa.referrals.policy import add_working_days, decision_limit, edition_of, working_days_between

_A = ReferralAction
DECISIONS = (_A.ACCEPT, _A.REJECT)


@dataclass(frozen=True, slots=True)
class Clock:
    """The wait for one decision.

    Args:
        due: the last day on time; None while the referral is returned.
        used: working days used so far, without those on which the clock stood still.
        left: working days left; negative when late.
        decided_on: the day of the first decision, if there is one.
    """

    received_on: date
    due: date | None
    used: int
    left: int
    limit: Parameter
    decided_on: date | None = None

    @property
    def late(self) -> bool:
        """Whether the limit has passed, or had passed when it was decided."""
        return self.left < 0


def clock(steps: Sequence[ReferralStep], limit: Parameter, on: date) -> Clock | None:
    """The wait as it stands on a day; None before the referral is sent.

    A return after the last day changes nothing: the decision was late by then. Working days used before a return
    are kept, and the rest are counted from the day it is sent again.

    Args:
        steps: every step of one referral, oldest first.
    Covers: REFER-07.
    """
    received: date | None = None
    decided: date | None = None
    due: date | None = None
    began, allowed, used_before = on, limit.number, 0
    for step in steps:
        day = day_of(step.at)
        if step.action == _A.SUBMIT:
            received, began, due = day, day, add_working_days(day, allowed)
        elif received is None:
            continue
        elif step.action == _A.RETURN and due is not None and day <= due:
            used_before += working_days_between(began, day)
            due = None
        elif step.action == _A.RESUBMIT and due is None:
            began, due = day, add_working_days(day, max(allowed - used_before, 0))
        elif step.action in DECISIONS:
            decided = day
            break
    if received is None:
        return None
    until = decided or on
    used = used_before + (working_days_between(began, max(until, began)) if due else 0)
    late = due is not None and until > due
    left = min(allowed - used, -1) if late else max(allowed - used, 0)
    return Clock(received, due, used, left, limit, decided)


def clocks(referrals: Iterable[Referral], on: date) -> list[tuple[Referral, Clock | None]]:
    """Each referral with its wait, late ones and then the nearest due first, those without a running clock last.

    The limit is that of the area's edition on the day of receipt, and stays so (EDITION-02).
    """
    rows = list(referrals)
    prefetch_related_objects(rows, "steps", "referrer__area__editions")
    pairs = [(referral, _clock_of(referral, on)) for referral in rows]
    return sorted(pairs, key=lambda pair: (pair[1].due or date.max) if pair[1] else date.max)


def _clock_of(referral: Referral, on: date) -> Clock | None:
    steps = sorted(referral.steps.all(), key=lambda step: step.pk)
    received = next((day_of(step.at) for step in steps if step.action == _A.SUBMIT), None)
    limit = decision_limit(edition_of(referral.referrer.area, received)) if received else None
    return clock(steps, limit, on) if limit else None
