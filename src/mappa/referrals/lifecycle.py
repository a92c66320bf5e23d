"""The life of a referral, as a table, with who may take each step."""

from enum import StrEnum

from mappa.accounts.permissions import Permission
from mappa.kernel.lifecycle import actions_from, after


class ReferralState(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    ESCALATED = "escalated"
    UPHELD = "upheld"


class ReferralAction(StrEnum):
    """What can be done to a referral."""

    START = "start"
    WITHDRAW = "withdraw"
    SUBMIT = "submit"
    RETURN = "return"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    REJECT = "reject"
    DISPUTE = "dispute"
    SETTLE = "settle"
    ESCALATE = "escalate"
    OVERRULE = "overrule"
    UPHOLD = "uphold"


_S, _A = ReferralState, ReferralAction

# REFER-09 and, for the dispute, REFER-11: settle it locally first; only then a senior manager decides, finally.
REFERRAL_STEPS: dict[tuple[ReferralState | None, ReferralAction], ReferralState] = {
    (None, _A.START): _S.DRAFT,
    (_S.DRAFT, _A.SUBMIT): _S.SUBMITTED,
    (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.SUBMITTED, _A.ACCEPT): _S.ACCEPTED,
    (_S.SUBMITTED, _A.REJECT): _S.REJECTED,
    (_S.SUBMITTED, _A.RETURN): _S.RETURNED,
    (_S.RETURNED, _A.RESUBMIT): _S.SUBMITTED,
    (_S.REJECTED, _A.DISPUTE): _S.DISPUTED,
    (_S.DISPUTED, _A.ACCEPT): _S.ACCEPTED,
    (_S.DISPUTED, _A.SETTLE): _S.REJECTED,
    (_S.DISPUTED, _A.ESCALATE): _S.ESCALATED,
    (_S.ESCALATED, _A.OVERRULE): _S.ACCEPTED,
    (_S.ESCALATED, _A.UPHOLD): _S.UPHELD,
}

WHO: dict[ReferralAction, Permission] = {
    _A.START: Permission.REFERRAL_MAKE,
    _A.WITHDRAW: Permission.REFERRAL_MAKE,
    _A.SUBMIT: Permission.REFERRAL_MAKE,
    _A.RESUBMIT: Permission.REFERRAL_MAKE,
    _A.DISPUTE: Permission.REFERRAL_MAKE,
    _A.SETTLE: Permission.REFERRAL_MAKE,
    _A.ESCALATE: Permission.REFERRAL_MAKE,
    _A.ACCEPT: Permission.REFERRAL_DECIDE,
    _A.REJECT: Permission.REFERRAL_DECIDE,
    _A.RETURN: Permission.REFERRAL_DECIDE,
    _A.OVERRULE: Permission.REFERRAL_OVERRULE,
    _A.UPHOLD: Permission.REFERRAL_OVERRULE,
}

# These belong to the agency that referred, whoever else holds the permission.
REFERRERS_OWN = frozenset(WHO) - {_A.START, _A.ACCEPT, _A.REJECT, _A.RETURN}
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})


def referral_after(state: ReferralState | None, action: ReferralAction) -> ReferralState:
    """The state an action leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(REFERRAL_STEPS, state, action, "referral")


def referral_actions(state: ReferralState | None) -> list[ReferralAction]:
    """What can be done from a state, by somebody."""
    return actions_from(REFERRAL_STEPS, state)
