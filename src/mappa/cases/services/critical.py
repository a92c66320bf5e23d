"""The critical few: a mark on a level 3 case that people set and take back, with who, why and when."""

from datetime import datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case, CriticalMark
from mappa.cases.selectors import cases_visible_to
from mappa.cases.services.history import add_mark
from mappa.determinations import policy
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require

FEW = "levels/critical_few"


def critical_few() -> dict[str, Any]:
    """The level at which a case can be one of the critical few, and what such a case is called."""
    value: Any = policy.parameter(FEW, policy.LAW).value
    return dict(value)


@transaction.atomic
def mark_critical(*, case: Case, critical: bool, reason: str, actor: User, at: datetime) -> CriticalMark:
    """Mark a case as one of the critical few from today, or take the mark back. Nothing derives it.

    Raises:
        Case.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not set levels.
        Incomplete: the reason is missing.
        NotPossible: the case is not in MAPPA at level 3, or stands like that already.
    Covers: LEVEL-17.
    """
    on = clock.day_of(at)
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    found: Any = cases_visible_to(actor, on).get(pk=case.pk)
    require(may(actor, Permission.LEVEL_SET))
    if not reason.strip():
        raise Incomplete("The mark was not changed.", {"reason": "Say why, for those who read it later"})
    level = critical_few()["level"]
    if critical and (found.state != CaseState.OPEN or found.level != level):
        raise NotPossible(
            f"Only a case in MAPPA at level {level} can be one of the critical few. Nothing was saved. Set the level"
            " first."
        )
    if bool(found.critical) is critical:
        stands = "marked already" if critical else "not marked"
        raise NotPossible(f"This case is {stands}, so there is nothing to do. Look at the overview for who and why.")
    return add_mark(case=found, critical=critical, since=on, reason=reason.strip(), actor=actor, at=at)
