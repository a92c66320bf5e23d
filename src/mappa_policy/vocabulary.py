"""The words a case may use: its keys, the types of event and the keys each event may have.

A key outside this list is reported by name in the answer, never ignored in silence.
"""

CASE_KEYS = frozenset({"id", "as_of", "person", "events", "assessment"})
# For people who read the file; they say nothing to the rules.
CASE_NOTES = frozenset({"title", "tags", "facts", "why", "confidence", "citations", "notes"})
PERSON_KEYS = frozenset({"initials", "dob"})
ASSESSMENT_KEYS = frozenset({"ra_considers_serious_harm", "ra_considers_terrorism_risk", "police_pdp_grounds"})

GUILT = frozenset({"conviction", "caution", "finding"})
OFFENCE_KEYS = frozenset(
    {
        "title",
        "statute",
        "section",
        "sch3_para",
        "sch15_para",
        "sch15_part",
        "sch19za_para",
        "cjs_code",
    }
)
GUILT_KEYS = frozenset(
    {
        "court",
        "offence",
        "cjs_code",
        "offence_date",
        "victim_age",
        "youngest_person_in_images_age",
        "attempt",
        "terrorist_connection",
        "finding",
    }
)
DISPOSAL_KEYS = frozenset(
    {
        "for_event",
        "disposal",
        "term_months",
        "term_weeks",
        "term_months_and_days",
        "custodial_months",
        "licence_months",
        "supervision_months",
        "operational_period_months",
        "consecutive_to",
        "concurrent_with",
        "overlap_months",
        "restricted",
        "equivalent",
        "remand_days",
        "substituted_by",
    }
)
# Any event may say which other event it belongs to.
EVERY_EVENT = frozenset({"id", "type", "date", "for_event"})

EVENT_KEYS: dict[str, frozenset[str]] = {
    "conviction": GUILT_KEYS,
    "caution": GUILT_KEYS,
    "finding": GUILT_KEYS,
    "disposal": DISPOSAL_KEYS,
    "remand": frozenset(),
    "release": frozenset(),
    "recall": frozenset(),
    "licence_end": frozenset(),
    "supervision_end": frozenset(),
    "operational_period_end": frozenset(),
    "cto_start": frozenset(),
    "transfer_s47": frozenset(),
    "notional_s37": frozenset(),
    "conditional_discharge_mha": frozenset(),
    "first_notification": frozenset(),
    "periodic_notification": frozenset({"no_fixed_abode"}),
    "stay": frozenset({"days", "premises"}),
    "left_uk": frozenset({"return_notified"}),
    "returned_uk": frozenset(),
    "address_change": frozenset(),
    "order_made": frozenset(
        {"order", "until", "foreign_travel_until", "court", "applicant", "on_application", "acts_since"}
    ),
    "order_discharged": frozenset({"order"}),
    "order_end": frozenset({"order"}),
    "order_breach": frozenset({"order"}),
    "appeal": frozenset({"new_term_months", "outcome"}),
    "trial_concluded": frozenset({"outcome"}),
    "acquittal": frozenset(),
    "community_resolution": frozenset(),
    "review_decision": frozenset({"outcome"}),
    "cat3_accepted": frozenset({"level", "effective"}),
    "cat3_removed": frozenset(),
    "cat4_discretionary_accepted": frozenset({"level", "source"}),
    "cat4_discretionary_removed": frozenset(),
    "level_set": frozenset({"level"}),
    "referral_received": frozenset(),
    "meeting": frozenset({"level"}),
    "intelligence": frozenset(),
    "death": frozenset({"learned_on"}),
}

DATE_KEYS = frozenset({"date", "offence_date", "until", "foreign_travel_until", "effective", "learned_on"})
WHOLE_NUMBER_KEYS = frozenset(
    {
        "victim_age",
        "youngest_person_in_images_age",
        "term_months",
        "term_weeks",
        "custodial_months",
        "licence_months",
        "supervision_months",
        "operational_period_months",
        "overlap_months",
        "remand_days",
        "days",
        "new_term_months",
        "level",
    }
)
YES_NO_KEYS = frozenset(
    {
        "attempt",
        "terrorist_connection",
        "restricted",
        "no_fixed_abode",
        "return_notified",
        "on_application",
        "acts_since",
    }
)
TEXT_KEYS = frozenset(
    {
        "id",
        "type",
        "for_event",
        "court",
        "disposal",
        "order",
        "outcome",
        "consecutive_to",
        "finding",
        "cjs_code",
        "applicant",
        "source",
    }
)

# The keys that each table may have, put together once.
KEYS_OF_CASE = CASE_KEYS | CASE_NOTES
KEYS_OF_EVENT = {kind: keys | EVERY_EVENT for kind, keys in EVENT_KEYS.items()}
EVERY_KEY = KEYS_OF_CASE.union(PERSON_KEYS, ASSESSMENT_KEYS, OFFENCE_KEYS, *KEYS_OF_EVENT.values())
