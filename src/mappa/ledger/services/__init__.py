"""Deciding a share on a page, and what follows from shares."""

from mappa.ledger.services.deciding import Decided, share_on_a_page

__all__ = ["Decided", "share_on_a_page"]
