"""What is decided about two records, and what follows."""

from mappa.nominals.services.deciding import decide_pair
from mappa.nominals.services.linking import Linked, Side, link_people
from mappa.nominals.services.merging import merge_records, take_apart
from mappa.nominals.services.opening import answer_question, open_record, remember_apart

__all__ = [
    "Linked",
    "Side",
    "answer_question",
    "decide_pair",
    "link_people",
    "merge_records",
    "open_record",
    "remember_apart",
    "take_apart",
]
