"""What adds to the record of offending. Facts are added; a category is never set here."""

from mappa.offending.services.by_hand import (
    ConvictionFacts,
    SentenceFacts,
    correct_conviction,
    record_with_sentences,
)
from mappa.offending.services.court import correct_disposal, record_conviction, record_disposal
from mappa.offending.services.custody import record_judgement, record_movement
from mappa.offending.services.notification import (
    decide_breach,
    decide_review,
    record_breach,
    record_notification,
    record_review,
)
from mappa.offending.services.orders import end_order, record_order

__all__ = [
    "ConvictionFacts",
    "SentenceFacts",
    "correct_conviction",
    "correct_disposal",
    "decide_breach",
    "decide_review",
    "end_order",
    "record_breach",
    "record_conviction",
    "record_disposal",
    "record_judgement",
    "record_movement",
    "record_notification",
    "record_order",
    "record_review",
    "record_with_sentences",
]
