"""Whether two descriptions are of one person: the same, doubtful, or different. A machine never decides doubt."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

from mappa.people import names

NEAR_NAME = 85.0
"""Of 100: how alike two spellings must be to be near. Chosen so that one letter in a short name is near."""

NAME_WEIGHS = 0.7
"""The name's part of a score; the birth date is the rest."""


class Verdict(StrEnum):
    """What the machine may say."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, kw_only=True)
class Description:
    """Somebody by name and birth; `also` are other (given names, family name) pairs."""

    given_names: str
    family_name: str
    born: date | None
    also: tuple[tuple[str, str], ...] = field(default=())

    def full_names(self) -> list[str]:
        """Every whole name, normalised, the present one first."""
        return [names.full(given, family) for given, family in ((self.given_names, self.family_name), *self.also)]


@dataclass(frozen=True)
class Likeness:
    """The verdict, how alike from 0 to 1, and why in words that hold no name."""

    verdict: Verdict
    score: float
    why: str


def near_birth(one: date | None, other: date | None) -> str:
    """In words, how two different birth dates may be one mistyped; empty when they are not near."""
    if one is None or other is None:
        return "one birth date is not recorded"
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return "day and month of birth are swapped"
    if sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1:
        return "one figure of the birth date differs"
    return ""


def near_name(one: str, other: str) -> float:
    """How alike two whole normalised names are, from 0 to 100; names that sound alike count as near."""
    joined = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))  # a double name, written with a space or without
    alike = max(fuzz.token_sort_ratio(one, other), joined)
    if names.sound_of(one) == names.sound_of(other):
        return max(alike, NEAR_NAME)
    first, second = set(one.split()), set(other.split())
    contained = len(first & second) > 1 and (first <= second or second <= first)
    return max(alike, NEAR_NAME) if contained else alike


def compare(incoming: Description, known: Description) -> Likeness:
    """Compare two descriptions.

    Same: one whole name and the birth date are equal. Doubtful: a near name with the same birth date, or the same
    name with a birth date that is near or not recorded. Everything else is different.
    """
    pairs = [(one, other) for one in incoming.full_names() for other in known.full_names()]
    best = max(near_name(one, other) for one, other in pairs)
    same_name = any(one == other for one, other in pairs)
    same_birth = incoming.born is not None and incoming.born == known.born
    nearly = near_birth(incoming.born, known.born)
    born_score = 1.0 if same_birth else 0.5 if nearly else 0.0
    score = round(NAME_WEIGHS * best / 100 + (1 - NAME_WEIGHS) * born_score, 3)
    if same_name and same_birth:
        return Likeness(Verdict.SAME, 1.0, "Same name and same birth date")
    if same_name and nearly:
        return Likeness(Verdict.DOUBTFUL, score, f"Same name, but {nearly}")
    if same_birth and best >= NEAR_NAME:
        return Likeness(Verdict.DOUBTFUL, score, "Same birth date and a name that is near")
    return Likeness(Verdict.DIFFERENT, score, "Neither name nor birth date is near enough")
