"""Which convictions bring statutory contact with the victim: the crime, and the term to be served for it.

Whether contact is offered, and what the victim answers, is for people. Covers: VICTIM-03.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from mappa_policy.case import read_case
from mappa_policy.model import CANNOT_TELL, MET, NOT_MET, Outcome, Reason, either
from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.schedule_15 import specified
from mappa_policy.rules.sentences import term_of, under_kind
from mappa_policy.rules.world import every_world

LIMB = "victim-contact.crime-and-term"
TERM, KINDS = "victims/contact_term_months", "victims/contact_kinds"
LIFE = "life"
NO_CONVICTION = "No conviction is recorded."


def victim_contact(case: Mapping[str, object], *, edition: str, on: dt.date) -> tuple[Reason, ...]:
    """For each conviction by the day: whether it brings statutory contact, why, and what is missing to tell.

    Args:
        edition: an id of ``editions.yaml``; the threshold is that edition's.

    Raises:
        BadCase: the case cannot be read.
        NotSet: the edition, and those that it falls back to, have no threshold.
    """
    read = read_case(case)
    tried, whole = every_world(lambda world: _reasons(Facts(read, on, edition, world)))
    ids = {first.about for first in tried[0].answer}
    found = []
    for first in tried[0].answer:
        of_each = [next(one for one in each.answer if one.about == first.about) for each in tried]
        outcomes = {one.outcome for one in of_each}
        if whole and len(outcomes) == 1:
            found.append(first)
            continue
        asked = {fact for each in tried for fact in each.chosen}
        missing = tuple(sorted(fact for fact in asked if _conviction(fact) not in ids - {first.about}))
        says = f"It cannot be told whether this brings contact while it is not recorded: {'; '.join(missing)}."
        found.append(Reason(LIMB, CANNOT_TELL, says, first.citations, first.about, missing))
    return tuple(found)


def _conviction(fact: str) -> str:
    """The conviction that the name of a fact begins with, if any."""
    return re.split(r"[.:]", fact, maxsplit=1)[0]


def qualifies(reasons: Iterable[Reason]) -> Outcome:
    """Whether any conviction brings contact."""
    return either(*(reason.outcome for reason in reasons))


def _reasons(facts: Facts) -> tuple[Reason, ...]:
    citation = facts.parameter(TERM).citation
    held = facts.convictions
    if not held:
        return (Reason(LIMB, NOT_MET, NO_CONVICTION, (citation,)),)
    return tuple(_of(facts, one, citation) for one in held)


def _of(facts: Facts, held: Conviction, citation: str) -> Reason:
    if held.event.type == "caution":
        return Reason(LIMB, NOT_MET, "A caution is not a conviction.", (citation,), held.id)
    crime = specified(facts, held)
    cited = (citation, crime.citation)
    if not crime.listed:
        return Reason(LIMB, NOT_MET, crime.because, cited, held.id)
    if not held.sentences:
        counts = facts.world.ask(f"{held.id}.disposal: whether it is custody of that length", (False, True))
        return Reason(LIMB, MET if counts else NOT_MET, f"{crime.because} No sentence is recorded.", cited, held.id)
    least = facts.number(TERM)
    long = any(_is_long(facts, held, sentence, least) for sentence in held.sentences)
    says = f"{crime.because} {'A' if long else 'No'} term of {least} months or more is to be served for it."
    return Reason(LIMB, MET if long else NOT_MET, says, cited, held.id)


def _is_long(facts: Facts, held: Conviction, sentence: Sentence, least: int) -> bool:
    kind = under_kind(facts, sentence)
    if not facts.among(KINDS, kind):
        return False
    return kind == LIFE or term_of(facts, sentence, held.id).at_least(least, sentence.date)
