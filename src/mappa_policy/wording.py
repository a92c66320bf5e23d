"""The engine's codes in the words of the field, for the command line and for every screen.

A code that is not here is read without its underscores. Limbs and flags have their words in ``rules/*.yaml``.
"""

import datetime as dt
import re

from mappa_policy import rulebook
from mappa_policy.model import Outcome

LIMBS: dict[str, str] = {code: limb.label for code, limb in rulebook.limbs().items()}

OUTCOMES: dict[Outcome, str] = {Outcome.MET: "Met", Outcome.NOT_MET: "Not met", Outcome.CANNOT_TELL: "Cannot tell"}

REGIMES: dict[str, str] = {
    "SOA2003_PART2": "sexual offences (SOA 2003 Part 2)",
    "CTA2008_PART4": "terrorism (CTA 2008 Part 4)",
}

FLAGS: dict[str, str] = dict(rulebook.flags())

MISSING: dict[str, str] = {
    "victim_age": "the age of the victim",
    "youngest_person_in_images_age": "the age of the youngest person in the images",
    "offence_date": "the day of the offence",
    "term_months": "the length of the term",
    "disposal": "what was imposed",
    "court": "which court it was",
    "overlap_months": "how long the terms run together",
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
