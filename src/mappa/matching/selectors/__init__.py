"""Finding people: for somebody who searches, what they may know; for a match, everybody."""

from mappa.matching.selectors.candidates import (
    Asked,
    Candidate,
    candidates,
    matches_visible_to,
    met,
)
from mappa.matching.selectors.differences import differences_visible_to, differences_waiting
from mappa.matching.selectors.searching import NOT_NARROWED, Found, Narrowed, search

__all__ = [
    "NOT_NARROWED",
    "Asked",
    "Candidate",
    "Found",
    "Narrowed",
    "candidates",
    "differences_visible_to",
    "differences_waiting",
    "matches_visible_to",
    "met",
    "search",
]
