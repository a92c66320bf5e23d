"""Category 2: violent and other sexual offenders (section 327(3) to (6) of the Criminal Justice Act 2003).

A court in England or Wales, an offence that is specified, and for that offence one of the listed disposals.
Nothing adds consecutive terms together. Covers: IDENT-06, IDENT-07, IDENT-08, IDENT-09.
"""

import functools
from collections.abc import Mapping

from mappa_policy.model import MET, NOT_MET, Reason, record
from mappa_policy.offences.recorded import OFFENCES_KEPT
from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.linked_terms import aggregate
from mappa_policy.rules.periods import earlier
from mappa_policy.rules.schedule_15 import Specified, specified
from mappa_policy.rules.sentence_ends import last_day
from mappa_policy.rules.sentences import term_of, under_kind
from mappa_policy.rules.spans import Span

CUSTODY, FINDING = "CAT2_CUSTODY", "CAT2_FINDING"
NO_ROW: Mapping[str, object] = {}
LIMBS: Mapping[str, str] = {
    CUSTODY: "CJA 2003 s.327(3)(b)",
    "CAT2_HOSPITAL": "CJA 2003 s.327(3)(b)(viii)",
    "CAT2_GUARDIANSHIP": "CJA 2003 s.327(3)(b)(viii)",
    FINDING: "CJA 2003 s.327(4)",
}
NO_DISPOSAL = {
    CUSTODY: "No custodial sentence that counts was passed for it.",
    "CAT2_HOSPITAL": "No hospital order was made for it.",
    "CAT2_GUARDIANSHIP": "No guardianship order was made for it.",
    FINDING: "No finding with admission to hospital or guardianship was made.",
}
FLAG_OF_COURT = {"service": "service_court_not_category_2"}
ABROAD_FLAG = "conviction_outside_england_and_wales_not_category_2"


def _court_counts(facts: Facts, held: Conviction) -> bool:
    if not held.court:
        return facts.world.ask(f"{held.id}.court: in England or Wales", (True, False))
    if facts.among("category-2/courts", held.court):
        return True
    facts.flags.add(FLAG_OF_COURT.get(held.court, ABROAD_FLAG))
    return False


@record
class _Passed:
    """A disposal with its row of the edition and the limb it belongs to, or no limb."""

    sentence: Sentence
    row: Mapping[str, object]
    limb: str


def _passed(facts: Facts, held: Conviction) -> list[_Passed]:
    """Every disposal with its limb; a finding of insanity or disability has its own."""
    found = []
    for sentence in held.sentences:
        listed = facts.row("category-2/limb_of_disposal", sentence.code)
        row = listed if isinstance(listed, dict) else NO_ROW
        limb = str(row.get("limb") or "")
        if held.event.type == "finding" and limb not in {"", CUSTODY}:
            limb = FINDING
        found.append(_Passed(sentence, row, limb))
    return found


def _disposal_counts(facts: Facts, held: Conviction, passed: _Passed) -> tuple[bool, str]:
    """Whether a disposal meets its limb, and why."""
    sentence, row = passed.sentence, passed.row
    name = sentence.code
    if row["limb"] != CUSTODY:
        accepted = facts.among("category-2/hospital_disposals", name)
        return accepted, f"{name} {'is' if accepted else 'is not'} one of the accepted disposals."
    if not row["minimum"]:
        return True, f"{name} counts whatever its length."
    term, least = term_of(facts, sentence, held.id), facts.number("category-2/shortest_custody")
    if under_kind(facts, sentence) == "suspended":
        longest = facts.number("category-2/longest_suspended_term")
        if term.more_than(longest, sentence.date):
            return False, f"A suspended term of more than {longest} months does not count in this edition."
    if term.at_least(least, sentence.date):
        return True, f"The whole term is not less than {least} months."
    return False, f"The whole term is less than {least} months."


def _why_not(facts: Facts, held: Conviction, offence: Specified) -> str:
    """The first thing that keeps a conviction out whatever the disposal, or empty."""
    if held.event.type == "caution":
        return "A caution is not a conviction."
    if not offence.listed:
        return offence.because
    return "" if _court_counts(facts, held) else "The court is not one in England or Wales (service courts are out)."


def _span(facts: Facts, held: Conviction, sentence: Sentence, limb: str) -> Span | None:
    """The time for which the disposal keeps the person in; none where it ended before Category 2 existed."""
    end = earlier(last_day(facts, held, sentence), facts.died)
    begins = facts.day("category-2/sentences_from")
    if end is not None and end < begins:
        return None
    kind = under_kind(facts, sentence)
    if kind == "suspended":
        facts.flags.add("sso_exit_point_unsettled")
    if kind == "custody" and end is None:
        kind = "hospital"  # the sentence is over and the person is still detained in hospital
    return Span(limb, held.id, sentence.date, end, kind)


def _flag_aggregation(facts: Facts, qualifying: list[tuple[Conviction, list[_Passed]]]) -> None:
    """Raise the flag where consecutive terms reach twelve months only when added together."""
    if not qualifying:
        return
    least = facts.number("category-2/shortest_custody")
    short: list[tuple[Conviction, Sentence]] = []
    for held, passed in qualifying:
        for one in passed:
            sentence = one.sentence
            if one.row.get("minimum") and not term_of(facts, sentence, held.id).at_least(least, sentence.date):
                short.append((held, sentence))
    if not short:
        return
    every = [held for held, _ in short]
    for held, sentence in short:
        joined = aggregate(facts, held, sentence, every, term_of)
        if joined.at_least(least, sentence.date):
            facts.flags.add("no_aggregation_rule_for_category_2")


def _unpassed(facts: Facts, held: Conviction, offence: Specified) -> tuple[list[Span], Reason]:
    """The custodial limb where no disposal of any kind is known."""
    found: list[Span] = []
    why = "No disposal had been passed by the day." if held.awaiting else "No disposal is recorded."
    if not held.awaiting and facts.world.ask(f"{held.id}.disposal: whether it makes Category 2", (False, True)):
        found.append(Span(CUSTODY, held.id, held.event.date, None, "custody"))
    because = f"{offence.because} {why}"
    return found, Reason(CUSTODY, MET if found else NOT_MET, because, (LIMBS[CUSTODY], offence.citation), held.id)


def _tried(
    facts: Facts, held: Conviction, offence: Specified, limb: str, passed: list[_Passed]
) -> tuple[list[Span], Reason]:
    """One limb for one conviction that nothing else keeps out; ``passed`` are the disposals of this limb."""
    found: list[Span] = []
    met, why, cited = False, "", LIMBS[limb]
    for one in passed:
        counts, why = _disposal_counts(facts, held, one)
        if limb != FINDING:
            cited = f"CJA 2003 {one.row['provision']}"
        span = _span(facts, held, one.sentence, limb) if counts else None
        if span is not None:
            found.append(span)
            met = met or span.runs_on(facts.as_of)
            until = f"until {span.last}" if span.last else "with no end on present facts"
            why = f"{why} It runs from {span.first} {until}."
        elif counts:
            why = f"{why} It had ended before Category 2 began."
    because = f"{offence.because} {why}"
    return found, Reason(limb, MET if met else NOT_MET, because, (cited, offence.citation), held.id)


@functools.lru_cache(maxsize=OFFENCES_KEPT)
def _not_imposed(specified_as: str, citation: str) -> tuple[tuple[str, str, tuple[str, str]], ...]:
    """What is said and cited of each limb where an offence is specified and no disposal of the limb was passed."""
    return tuple((limb, f"{specified_as} {NO_DISPOSAL[limb]}", (of, citation)) for limb, of in LIMBS.items())


@functools.lru_cache(maxsize=OFFENCES_KEPT)
def _kept_out(citation: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    """What is cited of each limb where something keeps an offence out of all of them."""
    return tuple((limb, (of, citation)) for limb, of in LIMBS.items())


def _of_conviction(
    facts: Facts, held: Conviction, offence: Specified, passed: list[_Passed]
) -> tuple[list[Span], list[Reason]]:
    """Every limb for one conviction that nothing else keeps out."""
    spans: list[Span] = []
    reasons: list[Reason] = []
    of_limb: dict[str, list[_Passed]] = {}
    for one in passed:
        of_limb.setdefault(one.limb, []).append(one)
    for limb, because, cited in _not_imposed(offence.because, offence.citation):
        if limb in of_limb:
            found, reason = _tried(facts, held, offence, limb, of_limb[limb])
        elif limb == CUSTODY and not passed:
            found, reason = _unpassed(facts, held, offence)
        else:
            reasons.append(Reason(limb, NOT_MET, because, cited, held.id))
            continue
        spans += found
        reasons.append(reason)
    return spans, reasons


def category_2(facts: Facts) -> tuple[list[Span], list[Reason]]:
    """Every stretch of Category 2, and a reason for each limb tried on each conviction."""
    spans: list[Span] = []
    reasons: list[Reason] = []
    qualifying: list[tuple[Conviction, list[_Passed]]] = []
    for held in facts.convictions:
        offence = specified(facts, held)
        why_not = _why_not(facts, held, offence)
        if why_not:
            reasons += [Reason(limb, NOT_MET, why_not, cited, held.id) for limb, cited in _kept_out(offence.citation)]
            continue
        passed = _passed(facts, held)
        qualifying.append((held, passed))
        found, because = _of_conviction(facts, held, offence, passed)
        spans += found
        reasons += because
    _flag_aggregation(facts, qualifying)
    if not facts.convictions:
        says = "No conviction or finding is recorded."
        reasons += [Reason(limb, NOT_MET, says, (citation,)) for limb, citation in LIMBS.items()]
    return spans, reasons
