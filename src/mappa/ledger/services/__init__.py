"""Deciding a share on a page, asking whether somebody is known here, and requests for what is held."""

from mappa.ledger.services.deciding import Decided, share_on_a_page
from mappa.ledger.services.pointer import Asked, AskThere, Pointed, is_known_here
from mappa.ledger.services.subject_access import decide_subject_access, record_subject_access

__all__ = [
    "AskThere", "Asked", "Decided", "Pointed", "decide_subject_access", "is_known_here", "record_subject_access",
    "share_on_a_page",
]  # fmt: skip
