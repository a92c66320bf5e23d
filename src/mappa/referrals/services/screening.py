"""An agency's own look at a case: which level it proposes, and why."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.people.selectors import people_visible_to
from mappa.referrals.models import Screening

LEVELS = (1, 2, 3)


@transaction.atomic
def record_screening(*, person_reference: str, level: int | None, reason: str, actor: User, at: datetime) -> Screening:
    """Keep what the agency proposes, also when that is level 1. The same answer on the same day is kept once.

    Covers: REFER-02.
    """
    on = day_of(at)
    person = people_visible_to(actor, on).get(reference=person_reference)
    require(may(actor, Permission.REFERRAL_MAKE))
    wrong = {}
    if level not in LEVELS:
        wrong["level"] = "Choose the level your agency proposes"
    if not reason.strip():
        wrong["reason"] = "Say why"
    if wrong:
        raise Incomplete("The screening was not recorded.", wrong)
    screening, new = Screening.objects.get_or_create(
        person=person, agency=actor.agency, level=level, reason=reason, on=on, defaults={"screener": actor, "at": at}
    )
    if new:
        record(
            what=What.COLLECTION,
            operation="referrals:screening:record",
            actor=actor,
            subject=person.reference,
            at=at,
            level=level,
        )
    return screening
