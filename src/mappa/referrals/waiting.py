"""How long a referral has waited for its decision, and until when it may. The clock stands still while returned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mappa.determinations.policy import Parameter
from mappa.kernel.clock import day_of
from mappa.referrals.lifecycle import ReferralAction
from mappa.referrals.models import ReferralStep
from mappa.referrals.policy import add_working_days, working_days_between

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
