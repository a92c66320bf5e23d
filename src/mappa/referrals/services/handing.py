"""The referrals that somebody who leaves has begun and not sent, and who goes on with them."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.purposes import HANDING_OVER
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import NotPossible, require
from mappa.referrals.lifecycle import EDITABLE, ReferralAction, ReferralState, referral_after
from mappa.referrals.models import Referral
from mappa.referrals.selectors import referrals_visible_to, with_state
from mappa.referrals.services.steps import take, tell


def unsent_referrals_of(user: User) -> QuerySet[Referral]:
    """Drafts and returned referrals that wait for whoever began them."""
    mine = with_state(Referral.objects.filter(referrer=user).select_related("person"))
    return mine.filter(state__in=EDITABLE).order_by("created_at", "pk")


@transaction.atomic
def hand_over_referral(*, referral: Referral, to: User | None, why: str, actor: User, at: datetime) -> None:
    """Let a colleague of the same agency go on with a referral, or put a draft away, where it stays on record.

    Raises:
        Refused: the actor does not administer accounts.
        NotPossible: it has been sent, or the colleague works elsewhere or may not refer or know of it; or nobody is
            named for one that the co-ordinator returned and waits for.
    """
    require(may(actor, Permission.ACCOUNT_CHANGE))
    Referral.objects.select_for_update().get(pk=referral.pk)
    found = with_state(Referral.objects.select_related("person")).get(pk=referral.pk)
    if found.state not in EDITABLE:
        raise NotPossible(f"{found.reference} has been sent. Nothing was handed over. Look again.")
    if to is None:
        state = referral_after(ReferralState(found.state), ReferralAction.WITHDRAW)
        take(found, ReferralAction.WITHDRAW, state, actor=actor, at=at, reason=why)
        return
    knows = referrals_visible_to(to, day_of(at)).filter(pk=found.pk).exists()
    if to.agency_id != found.agency_id or not knows or not may(to, Permission.REFERRAL_MAKE):
        raise NotPossible(
            f"{to.name} cannot take over {found.reference}: they work for another agency, may not refer, or may not "
            "know of it. Nothing was handed over. Choose another colleague."
        )
    found.save_over(read_version=found.version, by=actor.username, at=at, referrer=to)
    tell(found, "referrals:referral:hand-over", actor=actor, at=at, to=to.username, purpose=HANDING_OVER)
