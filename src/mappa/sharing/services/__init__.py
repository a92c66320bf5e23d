"""Giving sight of a person, taking it back, and taking it in an emergency."""

from mappa.sharing.services.emergency import open_emergency, review_emergency
from mappa.sharing.services.shares import grant_share, revoke_share

__all__ = ["grant_share", "open_emergency", "review_emergency", "revoke_share"]
