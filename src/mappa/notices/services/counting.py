"""Probation tells how many Category 2 level 1 cases live in the community, month by month."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.notices.counts import closed_from, month_of, standing_counts
from mappa.notices.models import CommunityCount

MOST_PEOPLE = 1_000_000
"""More than any area has; beyond it somebody mistyped."""


@transaction.atomic
def tell_count(*, month: date, people: int | None, all_registered: bool, actor: User, at: datetime) -> CommunityCount:
    """Record the count of a month for the actor's area. A month told again is corrected; both rows are kept.

    Args:
        month: any day of it; no month to come.
        people: residents in the community, by probation's own count.
        all_registered: each of them has a record here, so that no later month is counted.

    Raises:
        Refused: the actor's role tells no counts.
        Incomplete: something is missing or cannot be.
        NotPossible: all are registered since an earlier month.
    Covers: IDENT-19.
    """
    require(may(actor, Permission.COUNT_TELL))
    first = month_of(month)
    wrong = {}
    if first > day_of(at):
        wrong["month"] = "Choose a month that has begun"
    if people is None or people < 0:
        wrong["people"] = "Enter how many people, 0 if there are none"
    elif people > MOST_PEOPLE:
        wrong["people"] = f"Enter at most {MOST_PEOPLE:,}. A count of one area is never more"
    if wrong:
        raise Incomplete("The count was not recorded.", wrong)
    closed = closed_from(standing_counts(actor.area))
    if closed and first > closed:
        raise NotPossible(
            f"All such cases are on the register since {closed:%B %Y}, so later months are not counted. Nothing was "
            "recorded. If that is not so, tell that month again, without the tick."
        )
    made = CommunityCount.objects.create(
        area=actor.area, month=first, people=people, all_registered=all_registered, agency_id=actor.agency_id, at=at,
        by=actor.username,
    )  # fmt: skip
    record(
        what=What.COLLECTION, operation="notices:count:tell", actor=actor, subject_type="count",
        subject=f"{actor.area.code} {first:%Y-%m}", at=at,
    )  # fmt: skip
    return made
