"""The engine's codes in the words of the field, for the command line and for every screen.

A code that is not here is read without its underscores.
"""

import datetime as dt
import re

from mappa_policy.model import Outcome

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
    "REVIEW_OF_NOTIFICATION": "Review of indefinite notification may be asked for",
    "LEVELS_ALLOWED": "A level is open",
}

OUTCOMES: dict[Outcome, str] = {Outcome.MET: "Met", Outcome.NOT_MET: "Not met", Outcome.CANNOT_TELL: "Cannot tell"}

REGIMES: dict[str, str] = {
    "SOA2003_PART2": "sexual offences (SOA 2003 Part 2)",
    "CTA2008_PART4": "terrorism (CTA 2008 Part 4)",
}

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

MISSING: dict[str, str] = {
    "victim_age": "the age of the victim",
    "youngest_person_in_images_age": "the age of the youngest person in the images",
    "offence_date": "the day of the offence",
    "term_months": "the length of the term",
    "disposal": "what was imposed",
    "court": "which court it was",
    "restricted": "whether there is a restriction order",
    "terrorist_connection": "whether the court found a terrorist connection",
    "equivalent": "the sentence here that the foreign one is like",
    "dob": "the date of birth",
}
"""What an unknown fact is called. The key is the last part of its name in ``missing``."""

FIELDS: dict[str, str] = {
    "mappa_eligible": "whether the person is in MAPPA",
    "limbs": "which limbs are met",
    "categories": "the categories",
    "recorded_category": "the category to record",
    "levels_allowed": "the levels open",
    "lead_agency": "the lead agency",
    "pdp_route": "whether the person is potentially dangerous",
    "notification.subject_on_as_of": "whether notification applies on the day",
    "notification.indefinite": "whether notification is indefinite",
    "notification.overall_last_day": "the last day of notification",
    "notification.initial_deadline": "the day for the first notification",
    "notification.earliest_review": "the first day for a review",
}

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_MARKS = str.maketrans("_-.", "   ")


def long_day(day: dt.date | str) -> str:
    """A day as people write it: 2 March 2026."""
    read = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{read.day} {read:%B %Y}"


def with_days(sentence: str) -> str:
    """A sentence with its ISO days as people write them; what is no date stays as it is."""

    def spelt(found: re.Match[str]) -> str:
        try:
            return long_day(found[0])
        except ValueError:
            return found[0]

    return _DAY.sub(spelt, sentence)


def in_words(code: str, words: dict[str, str] | None = None) -> str:
    """A code in words."""
    found = (words or {}).get(code)
    return found or code.removeprefix("x_").translate(_MARKS).strip().capitalize()
