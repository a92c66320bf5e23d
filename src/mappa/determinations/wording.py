"""The engine's codes in the words of the field. A code that is not here is shown without its underscores.

Limbs and flags are named by the engine, which prints them too.
"""

from mappa_policy.wording import FLAGS, LIMBS, in_words

__all__ = ["EVENTS", "FLAGS", "KEYS", "LIMBS", "OUTCOMES", "in_words"]

OUTCOMES: dict[str, tuple[str, str]] = {
    "met": ("Met", "green"),
    "not_met": ("Not met", "grey"),
    "cannot_tell": ("Cannot tell", "orange"),
}
"""How an outcome reads, and the colour that only helps."""

KEYS: dict[str, str] = {
    "sch3_para": "Schedule 3 paragraph",
    "sch15_para": "Schedule 15 paragraph",
    "sch15_part": "Schedule 15 part",
    "sch19za_para": "Schedule 19ZA paragraph",
    "cjs_code": "CJS code",
    "term_months": "Term in months",
    "dob": "Date of birth",
    "source": "Put forward by",
    "foreign_travel_until": "Foreign travel until",
    "on_application": "Made on application",
    "acts_since": "Acts since the conviction",
}

EVENTS: dict[str, str] = {
    "conviction": "Conviction",
    "caution": "Caution",
    "finding": "Finding",
    "disposal": "Sentence",
    "remand": "Remanded in custody",
    "release": "Released",
    "recall": "Recalled",
    "licence_end": "Last day of the licence",
    "supervision_end": "Last day of the supervision period",
    "operational_period_end": "Last day of the operational period",
    "cto_start": "Community treatment order began",
    "transfer_s47": "Transferred from prison to hospital",
    "notional_s37": "Treated as if under a hospital order",
    "order_made": "Order made",
    "order_discharged": "Order discharged",
    "review_decision": "Decision on indefinite notification",
    "cat3_accepted": "Accepted as Category 3",
    "cat3_removed": "Removed from Category 3",
    "cat4_discretionary_accepted": "Accepted as Category 4 by decision",
    "cat4_discretionary_removed": "Removed from Category 4 by decision",
    "death": "Died",
}
