"""Giving sight of a person, taking it back, and taking it in an emergency."""

from mappa.sharing.services.emergency import lasts, open_emergency, review_emergency
from mappa.sharing.services.further_use import answer_further_use, ask_further_use
from mappa.sharing.services.shares import Grounds, accept_conditions, end_shares_made_by, grant_share, revoke_share

__all__ = [
    "Grounds", "accept_conditions", "answer_further_use", "ask_further_use", "end_shares_made_by", "grant_share",
    "lasts", "open_emergency", "review_emergency", "revoke_share",
]  # fmt: skip
