"""Gatekeeping: consulting, deciding, and the path of a dispute to a senior manager."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.selectors import with_standing
from mappa.cases.services import open_case, set_category, set_lead_agency
from mappa.cases.shareable import Work, share_by
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require
from mappa.referrals.completeness import CATEGORY_3
from mappa.referrals.lifecycle import ReferralAction, ReferralState
from mappa.referrals.models import Consultation, Referral, ReferralStep
from mappa.referrals.policy import share_gateway
from mappa.referrals.services.steps import check, look, take, tell
from mappa.sharing.models import MadeThrough

LEVELS = (2, 3)
OUTCOMES = (ReferralAction.ACCEPT, ReferralAction.REJECT, ReferralAction.RETURN)


@transaction.atomic
def decide_referral(
    *,
    reference: str,
    outcome: str,
    level: int | None,
    in_remit: bool | None,
    needs_multi_agency: bool | None,
    reason: str,
    actor: User,
    at: datetime,
    pdp_route: bool | None = None,
    share_until: date | None = None,
) -> ReferralStep:
    """Gatekeep: accept at level 2 or 3, reject with a reason, or return for information.

    Accepting opens a category 3 case where there is none. It does not set the level: the meeting does.

    Args:
        outcome: ``accept``, ``reject`` or ``return``.
        level: 2 or 3 when accepting, else None.
        in_remit, needs_multi_agency: the two questions of gatekeeping; needed unless the referral is returned.
        share_until: the last day on which the agencies to invite may read an accepted referral; None shares nothing.
        pdp_route: whether the potentially dangerous persons route fits somebody who is not in remit.

    Raises:
        Incomplete: an answer is missing, or the answers contradict the outcome.
        Referral.DoesNotExist, Refused, NotPossible: as for every step.
    Covers: REFER-09, REFER-17, IDENT-23.
    """
    referral = look(reference, actor, at)
    action = _outcome(outcome)
    state = check(referral, action, actor)
    wrong = _contradictions(action, level, in_remit=in_remit, needs=needs_multi_agency, reason=reason)
    if wrong:
        raise Incomplete("No decision was recorded, because answers are missing or disagree.", wrong)
    step = take(
        referral,
        action,
        state,
        actor=actor,
        at=at,
        level=level if action is ReferralAction.ACCEPT else None,
        in_remit=in_remit,
        needs_multi_agency=needs_multi_agency,
        reason=reason,
        pdp_route=pdp_route,
    )
    if action is ReferralAction.ACCEPT:
        _accepted(referral, actor=actor, at=at)
        if share_until:
            _share(referral, share_until, actor=actor, at=at)
    return step


def _share(referral: Referral, until: date, *, actor: User, at: datetime) -> None:
    for invitee in referral.invitees.select_related("agency"):
        work = Work(
            through=MadeThrough.REFERRAL,
            origin=referral.reference,
            purpose=f"To prepare for the meeting: {invitee.reason}",
            why_necessary="The agency is to be invited, and cannot prepare without the referral.",
        )
        share_by(
            work,
            person=referral.person,
            agency=invitee.agency,
            sections={"referral": referral.agency},
            gateway=share_gateway(actor.area.edition),
            until=until,
            actor=actor,
            at=at,
        )


def _outcome(outcome: str) -> ReferralAction:
    if outcome not in OUTCOMES:
        raise Incomplete("No decision was recorded.", {"outcome": "Choose accept, reject or return"})
    return ReferralAction(outcome)


def _contradictions(
    action: ReferralAction, level: int | None, *, in_remit: bool | None, needs: bool | None, reason: str
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if action is not ReferralAction.RETURN:
        if in_remit is None:
            wrong["in_remit"] = "Answer whether the person is in MAPPA's remit"
        if needs is None:
            wrong["needs_multi_agency"] = "Answer whether the risk or the need is enough for multi-agency management"
    if action is ReferralAction.ACCEPT:
        if level not in LEVELS:
            wrong["level"] = "Choose level 2 or level 3"
        if in_remit is False:
            wrong["in_remit"] = "A person outside MAPPA's remit cannot be accepted. Change the answer, or reject"
        if needs is False:
            wrong["needs_multi_agency"] = "Without that need it cannot be accepted. Change the answer, or reject"
    if action is ReferralAction.REJECT and in_remit and needs:
        wrong["outcome"] = "Both answers are yes, so there is no ground to reject. Change an answer, or accept"
    if action is not ReferralAction.ACCEPT and not reason.strip():
        returned = action is ReferralAction.RETURN
        wrong["reason"] = (
            "Say what information is missing" if returned else "Give the reason: it is sent to the referrer"
        )
    return wrong


def _accepted(referral: Referral, *, actor: User, at: datetime) -> None:
    on = day_of(at)
    if not with_standing(Case.objects.filter(person=referral.person_id), on).filter(state=CaseState.OPEN).exists():
        _open_category_3(referral, on=on, actor=actor, at=at)


def _open_category_3(referral: Referral, *, on: date, actor: User, at: datetime) -> None:
    if referral.category != CATEGORY_3:
        raise NotPossible(
            f"There is no open case, and category {referral.category} follows from convictions and sentences, not from"
            " a referral. Nothing was recorded. Confirm the category on the person's page first, then accept."
        )
    area = actor.area
    case = open_case(person=referral.person, on=on, edition=area.edition, prefix=area.prefix, actor=actor, at=at)
    basis = f"Referral {referral.reference}: both limbs of category 3 recorded"
    set_category(case=case, category=CATEGORY_3, every=[CATEGORY_3], since=on, basis=basis, actor=actor, at=at)
    set_lead_agency(
        case=case, agency=referral.agency, since=on, reason=f"Made referral {referral.reference}", actor=actor, at=at
    )


@transaction.atomic
def consult(*, reference: str, who: str, agency: Agency, said: str, actor: User, at: datetime) -> Consultation:
    """Keep whom the co-ordinator asked and what they said. The same words twice are kept once.

    Covers: REFER-08.
    """
    referral = look(reference, actor, at)
    require(may(actor, Permission.REFERRAL_DECIDE))
    if referral.state not in (ReferralState.SUBMITTED, ReferralState.DISPUTED, ReferralState.RETURNED):
        raise NotPossible(f"This referral is {referral.state}, so the consultation was not added to it.")
    wrong = {name: say for name, say, value in (
        ("who", "Name the manager who was asked", who), ("said", "Say what they answered", said)
    ) if not value.strip()}  # fmt: skip
    if wrong:
        raise Incomplete("The consultation was not recorded.", wrong)
    consultation, new = Consultation.objects.get_or_create(
        referral=referral, who=who, agency=agency, said=said, defaults={"at": at, "by": actor.username}
    )
    if new:
        tell(referral, "referrals:consultation:add", actor=actor, at=at, what=What.COLLECTION, agency=agency.code)
    return consultation


@transaction.atomic
def dispute_referral(*, reference: str, action: str, reason: str, actor: User, at: datetime) -> ReferralStep:
    """Say that the agency disagrees (`dispute`), that it is settled (`settle`), or that it is not (`escalate`).

    Covers: REFER-11.
    """
    return _reasoned(reference, ReferralAction(action), reason, actor=actor, at=at)


@transaction.atomic
def finally_decide(
    *, reference: str, overrule: bool, level: int | None, reason: str, actor: User, at: datetime
) -> ReferralStep:
    """Decide an escalated dispute, for good, as a senior manager of the referring agency who did not refer.

    Args:
        overrule: True sends the case to a meeting at `level`; False upholds the rejection.
    Covers: REFER-11.
    """
    action = ReferralAction.OVERRULE if overrule else ReferralAction.UPHOLD
    if overrule and level not in LEVELS:
        raise Incomplete("No decision was recorded.", {"level": "Choose level 2 or level 3"})
    return _reasoned(reference, action, reason, actor=actor, at=at, level=level if overrule else None)


def _reasoned(
    reference: str, action: ReferralAction, reason: str, *, actor: User, at: datetime, level: int | None = None
) -> ReferralStep:
    referral = look(reference, actor, at)
    state = check(referral, action, actor)
    final = action in (ReferralAction.OVERRULE, ReferralAction.UPHOLD)
    if final and referral.referrer_id == actor.pk:
        raise Refused("You made this referral, so another senior manager of your agency decides. Ask them.")
    if not reason.strip():
        raise Incomplete("Nothing was recorded, because a reason is needed.", {"reason": "Give the reason"})
    step = take(referral, action, state, actor=actor, at=at, level=level, reason=reason)
    if action is ReferralAction.OVERRULE:
        _accepted(referral, actor=actor, at=at)
    return step
