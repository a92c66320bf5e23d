"""Deciding a share on a page, and asking whether somebody is known here."""

from mappa.ledger.services.deciding import Decided, share_on_a_page
from mappa.ledger.services.pointer import Asked, AskThere, Pointed, is_known_here

__all__ = ["AskThere", "Asked", "Decided", "Pointed", "is_known_here", "share_on_a_page"]
