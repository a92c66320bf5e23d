"""What would change an answer: for each limb, the nearest single fact that would flip it.

One fact of the case is given another value, the case is determined again, and the smallest change that turns the
limb into "met" or "not met" is reported. No offence is invented, and two facts are never changed together, so a limb
that no single fact flips says so. This explains an answer; it proposes nothing.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mappa_policy import editions
from mappa_policy.answer import Answer
from mappa_policy.case import read_case
from mappa_policy.determination import determine
from mappa_policy.explain import names_of_events, of_limb
from mappa_policy.flips import of_facts, of_sentences
from mappa_policy.flips.variation import Asked, Variation
from mappa_policy.model import CANNOT_TELL, BadCase, Outcome, Reason
from mappa_policy.wording import OUTCOMES

__all__ = ["Change", "Changes", "what_would_change"]

# Not policy: a brake on cases with very many facts. Where it was reached the answer says so.
MOST_TRIES = 600
EVERY_SORT = (
    of_sentences.terms,
    of_sentences.kinds,
    of_facts.ages,
    of_facts.offence_days,
    of_facts.births,
    of_facts.courts,
    of_facts.yes_or_no,
    of_facts.judgements,
    of_facts.endings,
    of_facts.happenings,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One limb, and the nearest single fact that flips it; none where no single fact does.

    Args:
        limb: the id of the limb, with ``about`` as in the reason.
        outcome: what it is now; ``becomes`` what it would be.
        fact: the name of the fact that would differ, and ``words`` the difference, to follow "if".
    """

    limb: str
    about: str
    named: str
    outcome: Outcome
    becomes: Outcome | None
    fact: str
    words: str

    @property
    def sentence(self) -> str:
        """The whole thing as a person reads it."""
        now = f"{self.named}: {OUTCOMES[self.outcome].lower()}."
        if self.becomes is None:
            return f"{now} No single fact changes this."
        return f"{now} It would be {OUTCOMES[self.becomes].lower()} if {self.words}."

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        becomes = None if self.becomes is None else self.becomes.value
        shown: dict[str, object] = {"limb": self.limb, "outcome": self.outcome.value, "becomes": becomes}
        return {**shown, "about": self.about, "fact": self.fact, "if": self.words}


@dataclass(frozen=True, slots=True)
class Changes:
    """Every limb of one answer with what would change it. ``complete`` is false where tries were left out."""

    changes: tuple[Change, ...]
    tried: int
    complete: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person reads, one sentence for each limb."""
        more = () if self.complete else ("Not every fact was tried: there are too many. A nearer one may exist.",)
        return (*(change.sentence for change in self.changes), *more)


def _variations(asked: Asked) -> list[Variation]:
    found: Iterator[Variation] = (held for sort in EVERY_SORT for held in sort(asked))
    return sorted(found, key=lambda one: one.nearness)


def _outcomes(answer: Answer) -> dict[tuple[str, str], Reason]:
    return {(reason.limb, reason.about): reason for reason in answer.reasons}


def _answer_to(varied: Variation, edition: str, day: dt.date) -> Answer | None:
    try:
        return determine(varied.case, edition=edition, as_of=day)
    except BadCase:  # this value contradicts the other facts, so it cannot have been
        return None


def _change(reason: Reason, found: tuple[Variation, Outcome] | None, names: Mapping[str, str]) -> Change:
    named = of_limb(reason.as_dict(), names)
    if found is None:
        return Change(reason.limb, reason.about, named, reason.outcome, None, "", "")
    varied, becomes = found
    return Change(reason.limb, reason.about, named, reason.outcome, becomes, varied.fact, varied.words)


def what_would_change(
    case: Mapping[str, Any],
    *,
    edition: str = editions.DEFAULT,
    as_of: dt.date | None = None,
    most: int = MOST_TRIES,
) -> Changes:
    """For each limb of the answer, the nearest single fact that would flip it.

    Nearest is in this order: a fact that nobody recorded; a judgement; a length, an age or a date, the smaller the
    difference the nearer; a court; a kind of disposal; a decision or an end that is not recorded yet.

    Args:
        case: as for ``determine``.
        most: how many values are tried at most.

    Raises:
        BadCase: the case itself cannot be read.
    """
    before = determine(case, edition=edition, as_of=as_of)
    asked = Asked(case, read_case(case), before.as_of, edition)
    limbs = _outcomes(before)
    flipped: dict[tuple[str, str], tuple[Variation, Outcome]] = {}
    tried = 0
    variations = _variations(asked)
    for varied in variations[:most]:
        if len(flipped) == len(limbs):
            break
        tried += 1
        answer = _answer_to(varied, edition, before.as_of)
        for key, reason in _outcomes(answer).items() if answer else ():
            if key in limbs and key not in flipped and reason.outcome not in (CANNOT_TELL, limbs[key].outcome):
                flipped[key] = (varied, reason.outcome)
    names = names_of_events(case)
    changes = tuple(_change(reason, flipped.get(key), names) for key, reason in limbs.items())
    return Changes(changes, tried, len(flipped) == len(limbs) or len(variations) <= most)
