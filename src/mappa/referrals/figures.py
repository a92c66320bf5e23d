"""Referrals counted for the board: by agency, category, outcome and time to decision. Figures only, nobody named."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from mappa.agencies.models import Area
from mappa.referrals.lifecycle import ReferralAction, ReferralState
from mappa.referrals.models import Referral
from mappa.referrals.selectors import with_state
from mappa.referrals.waiting import clocks


@dataclass(frozen=True, slots=True)
class ReferralCount:
    """How many referrals of one agency and category came to one outcome.

    Args:
        outcome: the state in which they stood on the day of counting.
        median_days: working days to the first decision, without those on which the clock stood still; None where
            none was decided or the edition sets no limit.
        late: how many were decided late, or stood late undecided on the day of counting.
    """

    agency: str
    category: int | None
    outcome: str
    referrals: int
    median_days: float | None
    late: int


def referral_counts(area: Area, *, first: date, last: date, on: date) -> list[ReferralCount]:
    """Referrals received in an area from a first to a last day, both included, as they stood on a day.

    Covers: REFER-19.
    """
    received = Referral.objects.filter(
        steps__action=ReferralAction.SUBMIT, referrer__area=area, steps__at__date__gte=first, steps__at__date__lte=last
    )
    rows = with_state(received).select_related("agency", "referrer")
    groups: dict[tuple[str, int | None, str], list[tuple[int | None, bool]]] = defaultdict(list)
    for referral, wait in clocks(rows, on):
        days = wait.used if wait and wait.decided_on else None
        key = (referral.agency.name, referral.category, ReferralState(referral.state).value)
        groups[key].append((days, bool(wait and wait.late)))
    return [
        ReferralCount(*key, len(found), _median(found), sum(late for _, late in found))
        for key, found in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2]))
    ]


def _median(found: list[tuple[int | None, bool]]) -> float | None:
    decided = [days for days, _ in found if days is not None]
    return median(decided) if decided else None
