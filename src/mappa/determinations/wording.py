"""The engine's codes in the words of the field. A code that is not here is shown without its underscores."""

LIMBS: dict[str, str] = {
    "CAT1_NOTIFICATION": "Category 1: subject to the notification requirements",
    "CAT2_CUSTODY": "Category 2: listed offence and a long enough sentence of custody",
    "CAT2_HOSPITAL": "Category 2: listed offence and a hospital order",
    "CAT2_GUARDIANSHIP": "Category 2: listed offence and a guardianship order",
    "CAT2_FINDING": "Category 2: finding of insanity or disability and an order to hospital",
    "CAT3_RA": "Category 3: accepted by the Responsible Authority",
    "CAT4_AUTO": "Category 4: terrorist offence and sentence",
    "PDP_ROUTE": "Potentially dangerous person",
    "CAT4_DISCRETIONARY": "Category 4: accepted because of a risk of terrorism",
}

OUTCOMES: dict[str, tuple[str, str]] = {
    "met": ("Met", "green"),
    "not_met": ("Not met", "grey"),
    "cannot_tell": ("Cannot tell", "orange"),
}
"""How an outcome reads, and the colour that only helps."""

FLAGS: dict[str, str] = {
    "weeks_versus_months": "The term was passed in weeks, and the law counts in months.",
    "no_aggregation_rule_for_category_2": "Consecutive terms are not added together for Category 2: check each one.",
    "sso_exit_point_unsettled": "The law does not say which day ends Category 2 for a suspended sentence.",
    "relevant_date_is_sentence_date": "Notification counts from the day of sentence here, not of conviction.",
    "death_close_and_retain_record": "The person has died: close the case and keep the record.",
    "meeting_after_exit": "A meeting is recorded after the case ended.",
    "consider_cat3": "Consider Category 3: a person has to decide.",
    "consider_cat4_discretionary": "Consider Category 4 by decision: a person has to decide.",
    "consider_pdp": "Consider whether the police should manage the person as potentially dangerous.",
    "notification_order_not_available_period_ended": "A notification order is not open: the period would have ended.",
    "conviction_outside_england_and_wales_not_category_2": "A conviction elsewhere does not make Category 2.",
    "service_court_not_category_2": "A conviction by a service court does not make Category 2.",
    "review_barred_by_prevention_order": "Notification cannot be reviewed while a prevention order is in force.",
    "invalid_level_for_category_3": "A level is recorded that Category 3 does not allow.",
    "level1_for_discretionary_cat4_unsettled": "The law does not say if this kind of Category 4 may be at level 1.",
    "cat4_exit_rule_not_in_statute": "The law does not say when Category 4 ends.",
    "recorded_category_precedence_unsettled": "The law does not say which of these categories to record.",
    "cta_period_end_depends_on_release": "The end of the terrorism notification depends on the day of release.",
    "referral_decision_overdue": "A referral has waited longer than it may.",
    "minutes_unit_days_or_working_days": "The texts differ on whether minutes are counted in days or working days.",
    "abroad_duties_paused_period_runs": "Abroad the duties to notify pause, and the period runs on.",
    "record_review_100th_birthday": "The record is due for review on the 100th anniversary of birth.",
    "notional_37_exit_unsettled": "The law does not say when Category 2 ends for a notional hospital order.",
    "schedule_15_paragraph_number_not_verified": "The paragraph of Schedule 15 has not been checked against the Act.",
    "recalled_not_read": "A rule used here was recalled and not read: have it checked.",
    "draft_edition_used": "A draft edition was used.",
}

KEYS: dict[str, str] = {
    "sch3_para": "Schedule 3 paragraph",
    "sch15_para": "Schedule 15 paragraph",
    "sch15_part": "Schedule 15 part",
    "sch19za_para": "Schedule 19ZA paragraph",
    "cjs_code": "CJS code",
    "term_months": "Term in months",
    "dob": "Date of birth",
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
    "order_made": "Order made",
    "order_discharged": "Order discharged",
    "review_decision": "Decision on indefinite notification",
    "cat3_accepted": "Accepted as Category 3",
    "cat3_removed": "Removed from Category 3",
    "cat4_discretionary_accepted": "Accepted as Category 4 by decision",
    "death": "Died",
}


def in_words(code: str, words: dict[str, str] | None = None) -> str:
    """A code in words."""
    found = (words or {}).get(code)
    plain = code.removeprefix("x_")
    for mark in "_-.":
        plain = plain.replace(mark, " ")
    return found or plain.strip().capitalize()
