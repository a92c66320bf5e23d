"""Giving sight of a person, taking it back, and taking it in an emergency."""

from mappa.sharing.services.emergency import open_emergency, review_emergency
from mappa.sharing.services.shares import Grounds, accept_conditions, grant_share, revoke_share

__all__ = ["Grounds", "accept_conditions", "grant_share", "open_emergency", "review_emergency", "revoke_share"]
