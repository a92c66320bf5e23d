"""People at level 2 or 3 who moved to another area, as those hear of it who keep the record (NOMINAL-22)."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import CaseStep, LevelRow
from mappa.determinations import policy
from mappa.people.models import KEEPS, Involvement, InvolvementKind, ManagingArea
from mappa.people.selectors import involved_on
from mappa.people.walls import within_walls

TOLD_FOR, LEVELS = "transfers/move_told_for_days", "transfers/move_told_at_levels"


def moves_to_hand_over(actor: User, edition: str, on: date) -> QuerySet[ManagingArea]:
    """The moves that the actor's agency hears of as record manager or partner, the newest first.

    Those of the last days, as many as policy says, with the day of the move as the first. It counts who kept the record
    on the day of the move: an agency whose part ends with it is told too, for it is the one that hands over.

    Each row has `level` on the day of the move, `left` (the name of the area before) and `managed` (whether somebody
    manages the record now). Nothing lies behind a wall, or on a list, that keeps the actor out.
    """
    if not may(actor, Permission.RECORD_VIEW):
        return ManagingArea.objects.none()
    person, moved = OuterRef("person"), OuterRef("since")
    first = on - timedelta(days=policy.parameter(TOLD_FOR, edition).number - 1)
    before = ManagingArea.objects.filter(person=person, since__lt=moved).order_by("-since")
    keeping = Involvement.objects.filter(
        Q(until__isnull=True) | Q(until__gte=moved), person=person, since__lte=moved, agency=actor.agency_id,
        kind__in=KEEPS,
    )  # fmt: skip
    managing = Involvement.objects.filter(involved_on(on), person=person, kind=InvolvementKind.RECORD_MANAGER)
    levels = LevelRow.objects.filter(case__person=person, since__lte=moved).order_by("-since", "-id")
    steps = CaseStep.objects.filter(case__person=person, on__lte=moved).order_by("-on", "-id")
    rows = ManagingArea.objects.filter(Exists(before), Exists(keeping), within_walls(actor), since__range=(first, on))
    rows = rows.annotate(
        level=Subquery(levels.values("level")[:1]), left=Subquery(before.values("area__name")[:1]),
        managed=Exists(managing),
    ).alias(state=Subquery(steps.values("state")[:1]))  # fmt: skip
    told = rows.filter(level__in=[int(one) for one in policy.parameter(LEVELS, edition).items], state=CaseState.OPEN)
    return told.select_related("person", "area").order_by("-since", "person__reference")
