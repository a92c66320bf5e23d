"""What changes a referral: writing it, deciding on it, and settling a dispute about it."""

from mappa.referrals.services.deciding import consult, decide_referral, dispute_referral, finally_decide
from mappa.referrals.services.screening import record_screening
from mappa.referrals.services.writing import (
    save_invitees,
    save_section,
    start_referral,
    submit_referral,
    what_is_missing,
    withdraw_referral,
)

__all__ = [
    "consult",
    "decide_referral",
    "dispute_referral",
    "finally_decide",
    "record_screening",
    "save_invitees",
    "save_section",
    "start_referral",
    "submit_referral",
    "what_is_missing",
    "withdraw_referral",
]
