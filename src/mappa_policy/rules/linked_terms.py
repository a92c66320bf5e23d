"""Terms that follow one another or overlap: which sentences belong together, and how long they are together.

Sections 82(3) and (4) of the Sexual Offences Act 2003, and section 53(6) of the Counter-Terrorism Act 2008.
"""

from collections.abc import Callable, Sequence

from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.sentences import Kind, kind_of
from mappa_policy.rules.terms import Term, total

Measure = Callable[[Facts, Sentence, str], Term]
Held = tuple[Conviction, Sentence]


def links(sentence: Sentence, key: str) -> set[str]:
    """The events that a disposal names under a key: one, several or none."""
    value = sentence.event.fields.get(key)
    return {str(item) for item in value} if isinstance(value, list) else {str(value)} if value else set()


def linked(sentence: Sentence, key: str, among: Sequence[Held]) -> list[Held]:
    """The sentences that a disposal names under a key, by their own id or by that of their conviction."""
    named = links(sentence, key)
    if not named:
        return []
    return [pair for pair in among if pair[1] is not sentence and named & {pair[0].id, pair[1].event.id}]


def _overlap(facts: Facts, sentence: Sentence) -> int | None:
    """The months that a term shares with one passed on another day, where nobody recorded them.

    The two ends are tried: nothing shared, and the whole of it, when the longer term counts alone. Where they lead to
    different answers the answer cannot be told, and names this fact.
    """
    name = f"{sentence.event.text('for_event') or sentence.event.where}.overlap_months: how long the terms run together"
    return None if facts.world.ask(name, (True, False)) else 0


def aggregate(facts: Facts, about: Conviction, sentence: Sentence, listed: list[Conviction], measure: Measure) -> Term:
    """The term with those of listed offences that are consecutive to it or partly concurrent with it."""
    custodial = [
        (held, one) for held in listed for one in held.sentences if kind_of(facts, one, held.id) is Kind.CUSTODY
    ]
    if len(custodial) < len(("this one", "another")):
        return measure(facts, sentence, about.id)
    overlaps: dict[str, int] = {}
    edges: list[set[str]] = []
    for _, one in custodial:
        joins = linked(one, "consecutive_to", custodial)
        overlap = one.event.number("overlap_months")
        partly = linked(one, "concurrent_with", custodial)
        if overlap is None and any(other.date != one.date for _, other in partly):
            overlap = _overlap(facts, one)
        if overlap is not None and partly:
            joins += partly
            overlaps[one.event.id] = overlap
        edges += [{one.event.id, other.event.id} for _, other in joins]
    together = {sentence.event.id}
    while more := set().union(*(edge for edge in edges if edge & together)) - together:
        together |= more
    terms = [measure(facts, one, held.id) for held, one in custodial if one.event.id in together]
    if len(terms) < len(("this one", "another")):
        return measure(facts, sentence, about.id)
    return total(terms).less(sum(months for name, months in overlaps.items() if name in together))
