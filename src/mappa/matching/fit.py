"""How well a typed name fits a name on record, and why, in words that somebody who searches can check."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from mappa.matching.likeness import NAME_WEIGHS, near_birth
from mappa.people import names
from mappa.people.search_keys import other_forms, sound

LEAST_NEAR = 0.6
"""How much two words must have in common to be near at all, from 0 to 1; of five letters two may differ."""


class How(IntEnum):
    """How one word fits another, the best first."""

    SAME = 0
    FORM = 1
    BEGINS = 2
    SOUNDS = 3
    NEAR = 4
    UNLIKE = 5


@dataclass(frozen=True)
class Fit:
    """From 0 to 1, and why."""

    score: float
    why: str


NOTHING = Fit(0.0, "")


class TypedName:
    """A typed name that many names are compared with; what was found of two words is kept for the next."""

    def __init__(self, text: str) -> None:
        self.text = names.normalised(text)
        self.words = self.text.split()
        self.ways = [self.words] + [
            [*self.words[:at], one + other, *self.words[at + 2 :]]
            for at, (one, other) in enumerate(pairwise(self.words))
        ]
        """The words as they were typed, and with each two that are side by side written as one."""
        self.joined = self.text.replace(" ", "")
        self._known: dict[tuple[str, str], tuple[float, How]] = {}

    def fit(self, given_names: str, family_name: str) -> Fit:
        """How it fits one name."""
        held = names.full(given_names, family_name)
        if not self.words or not held:
            return NOTHING
        best = max((self._by_words(words, held.split()) for words in self.ways), key=lambda fit: fit.score)
        whole = fuzz.ratio(self.joined, held.replace(" ", "")) / 100 * 0.9
        # a double name, written with a space or without
        return best if best.score >= whole else Fit(round(whole, 3), "Looks alike")

    def _by_words(self, words: list[str], held: list[str]) -> Fit:
        pairs = sorted(
            (
                (*self._word(typed, word), at, other)
                for at, typed in enumerate(words)
                for other, word in enumerate(held)
            ),
            key=lambda pair: (-pair[0], pair[2], pair[3]),
        )
        taken: dict[int, tuple[float, How, int]] = {}
        used: set[int] = set()
        for score, how, at, other in pairs:
            if score and at not in taken and other not in used:
                taken[at] = (score, how, other)
                used.add(other)
        letters = sum(map(len, words))
        score = sum(len(words[at]) * score for at, (score, _, _) in taken.items()) / letters
        if len(used) < len(held):
            score *= 0.97 if len(used) > 1 else 0.9
        return Fit(round(score, 3), _why(taken, words, held, whole=len(used) == len(held)))

    def _word(self, typed: str, held: str) -> tuple[float, How]:
        if (typed, held) not in self._known:
            self._known[typed, held] = _compared(typed, held)
        return self._known[typed, held]


def _why(taken: dict[int, tuple[float, How, int]], words: list[str], held: list[str], *, whole: bool) -> str:
    if len(taken) < len(words):
        return "Looks alike" if any(how is not How.SAME for _, how, _ in taken.values()) else "Part of what you typed"
    worst = max(how for _, how, _ in taken.values())
    if worst is How.SAME:
        return "Same name" if whole else "Part of the name"
    if worst is How.BEGINS:
        return "The name begins so"
    if worst is How.SOUNDS:
        return "Sounds the same"
    told = [(words[at], held[other]) for at, (_, how, other) in sorted(taken.items()) if how is worst]
    said = ", ".join(f"{typed.title()} for {word.title()}" for typed, word in told)
    return f"{'Another form of the name' if worst is How.FORM else 'Spelt much alike'}: {said}"


def _compared(typed: str, held: str) -> tuple[float, How]:
    if typed == held:
        return 1.0, How.SAME
    if held in other_forms(typed):
        return 0.93, How.FORM
    alike = OSA.normalized_similarity(typed, held)
    if held.startswith(typed):
        return 0.85, How.BEGINS
    if sound(typed) == sound(held) and len(typed) > 1:
        return 0.8 + 0.15 * alike, How.SOUNDS
    return (0.95 * alike, How.NEAR) if alike >= LEAST_NEAR else (0.0, How.UNLIKE)


def with_birth(fit: Fit, *, born: date | None, asked: date | None, named: bool) -> Fit:
    """A fit that counts the birth date too.

    Args:
        born: the one on record. asked: the one typed; None leaves the fit as it is.
        named: whether a name was typed as well.
    """
    if asked is None:
        return fit
    nearly = "" if born == asked else near_birth(asked, born)
    worth = 1.0 if born == asked else 0.6 if nearly and born else 0.0
    said = "same birth date" if born == asked else nearly if born else ""
    if not named:
        return Fit(worth, said[:1].upper() + said[1:])
    score = round(fit.score * NAME_WEIGHS + worth * (1 - NAME_WEIGHS), 3)
    return Fit(score, f"{fit.why} and {said}" if said and fit.why else fit.why)
