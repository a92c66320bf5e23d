"""When and why a case ends: read from the stored answer of the engine, never typed (IDENT-32)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from mappa.govuk.days import long_date
from mappa.offending.movements import MovementKind
from mappa.people.models import Person


class ExitReason(models.TextChoices):
    """Why a case ended."""

    NOTIFICATION_ENDED = "notification_ended", "The notification requirements ended"
    LICENCE_ENDED = "licence_ended", "The licence or order ended"
    CATEGORY_4_ENDED = "category_4_ended", "The terrorism notification or licence ended"
    NO_LONGER_NEEDED = "no_longer_needed", "The Responsible Authority decided that MAPPA adds nothing more"
    DIED = "died", "The person died"


BY_LAW: tuple[tuple[int, str, ExitReason], ...] = (
    (1, "cat1_last_day", ExitReason.NOTIFICATION_ENDED),
    (2, "cat2_last_day", ExitReason.LICENCE_ENDED),
    (4, "cat4_last_day", ExitReason.CATEGORY_4_ENDED),
)
"""Categories that begin and end by law, where the engine says until when, and the reason of an exit then."""


@dataclass(frozen=True)
class Ending:
    """How a case ends on present facts.

    Args:
        reason: why it ends or will end.
        last_day: the last day in MAPPA; None while that is open or for a person to decide.
        by_law: the law ends it, so a decision can neither delay nor hasten it (IDENT-33).
        words: one sentence for the page.
    """

    reason: ExitReason
    last_day: date | None
    by_law: bool
    words: str

    def has_come(self, on: date) -> bool:
        """Whether the last day is this one or lies behind it. A decision may come any day."""
        return not self.by_law or (self.last_day is not None and self.last_day <= on)


def ending_of(person: Person, answer: dict[str, Any], on: date) -> Ending:
    """How the case of a person ends, from an answer of the engine about them.

    Covers: IDENT-32.
    """
    if person.died_on:
        return Ending(
            ExitReason.DIED, person.died_on, by_law=True, words=f"The person died on {long_date(person.died_on)}."
        )
    ends = [
        (category, date.fromisoformat(answer["exit"][key]) if answer["exit"][key] else None, reason)
        for category, key, reason in BY_LAW
        if key in answer["exit"]
    ]
    if LIMBS_BY_DECISION.keys() & set(answer["limbs"] or []) or not ends:
        words = "No law ends this case. The Responsible Authority, or a level 2 or 3 meeting, decides."
        return Ending(ExitReason.NO_LONGER_NEEDED, None, by_law=False, words=words)
    unsure = [category for category, key, _ in BY_LAW if f"exit.{key}" in answer["undetermined"]]
    if unsure:
        words = f"The end of Category {unsure[0]} cannot be told while a fact is missing. The category page says which."
        return Ending(ends[0][2], None, by_law=True, words=words)
    open_ended = [(category, reason) for category, day, reason in ends if day is None]
    if open_ended:
        category, reason = open_ended[0]
        return Ending(reason, None, by_law=True, words=f"Category {category} has no end on present facts.")
    category, last_day, reason = max(((c, d, r) for c, d, r in ends if d), key=lambda end: end[1])
    verb = "ended" if last_day < on else "ends"
    words = f"Category {category} {verb} on {long_date(last_day)}, the last day in MAPPA."
    return Ending(reason, last_day, by_law=True, words=words)


LIMBS_BY_DECISION = {"CAT3_RA": MovementKind.CAT3_REMOVED, "CAT4_DISCRETIONARY": MovementKind.CAT4_REMOVED}
"""Limbs that rest on a decision and nothing else, each with the fact that ends it."""
