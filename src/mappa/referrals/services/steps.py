"""The one way to take a step in a referral's life: look, may, can, do, tell."""

from datetime import datetime
from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Refused, require
from mappa.people import telling
from mappa.referrals.lifecycle import REFERRERS_OWN, WHO, ReferralAction, ReferralState, referral_after
from mappa.referrals.models import Referral, ReferralStep
from mappa.referrals.selectors import referrals_visible_to


def look(reference: str, actor: User, at: datetime) -> Referral:
    """The referral, locked until the transaction ends, with its state.

    Raises:
        Referral.DoesNotExist: there is none, or the actor may not know of it.
    """
    seen = referrals_visible_to(actor, day_of(at)).values_list("pk", flat=True).get(reference=reference)
    Referral.objects.select_for_update().values("pk").get(pk=seen)
    # what it says is read only now: whoever held the lock before may have moved it on
    return referrals_visible_to(actor, day_of(at)).get(pk=seen)


def check(referral: Referral, action: ReferralAction, actor: User) -> ReferralState:
    """Where the action would lead, if this actor may take it.

    Raises:
        Refused: the role may not, or the referral is another agency's.
        NotPossible: it leads nowhere from the referral's state.
    """
    require(may(actor, WHO[action]))
    if action in REFERRERS_OWN and referral.agency_id != actor.agency_id:
        raise Refused(
            f"{referral.agency.name} made this referral, so only they can {action.value} it."
            f" Ask {referral.referrer.name}."
        )
    return referral_after(ReferralState(referral.state), action)


def take(
    referral: Referral, action: ReferralAction, state: ReferralState, *, actor: User, at: datetime, **facts: Any
) -> ReferralStep:
    """Add the step with its audit row, and announce that facts changed."""
    step = ReferralStep.objects.create(referral=referral, action=action, state=state, at=at, by=actor.username, **facts)
    operation = f"referrals:referral:{action.value}"
    telling.tell(referral.person, operation, actor=actor, at=at, referral=referral.reference)
    return step


def tell(
    referral: Referral, operation: str, *, actor: User, at: datetime, what: What = What.ALTERATION, **details: Any
) -> None:
    """Add the audit row of a change to a referral that is no fact about the person: its words, a consultation."""
    record(
        what=what,
        operation=operation,
        actor=actor,
        subject=referral.person.reference,
        at=at,
        referral=referral.reference,
        **details,
    )
