"""Category 3 and discretionary Category 4: taken in by decision, because of an offence committed.

Both are for "other persons": whoever is already in by statute is not taken in again. No kind of offence is
left out, and an allegation is not enough. Category 4 is asked first, and Category 3 where its test is not met.
Covers: IDENT-10, IDENT-11, IDENT-12, DOMEX-03, DOMEX-07, DOMEX-08.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from mappa_policy.model import MET, NOT_MET, Reason
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.periods import ONE_DAY, earlier
from mappa_policy.rules.spans import Span

RISK = "CAT3_RA"
TERRORISM = "CAT4_DISCRETIONARY"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision of people can bring about, and the judgement it rests on.

    Args:
        not_taken: what is said where nobody decided.
    """

    limb: str
    event: str
    removal: str
    judgement: str
    citations: tuple[str, ...]
    kind: str
    considered: str
    not_taken: Reason = field(init=False)

    def __post_init__(self) -> None:
        says = "No decision to take the person in is recorded."
        object.__setattr__(self, "not_taken", Reason(self.limb, NOT_MET, says, self.citations))


RISK_DECISION = Decision(
    RISK,
    "cat3_accepted",
    "cat3_removed",
    "ra_considers_serious_harm",
    ("CJA 2003 s.325(2)(b)",),
    "category_3",
    "may cause serious harm to the public",
)
TERRORISM_DECISION = Decision(
    TERRORISM,
    "cat4_discretionary_accepted",
    "cat4_discretionary_removed",
    "ra_considers_terrorism_risk",
    ("CJA 2003 s.325(2)(c)",),
    "category_4",
    "may be at risk of involvement in terrorism-related activity",
)


def has_offended(facts: Facts) -> bool:
    """Whether a conviction, caution or finding of any kind, anywhere, is recorded."""
    if not facts.convictions:
        return False
    evidence = facts.items("category-3/evidence")
    for held in facts.convictions:
        if held.event.type in evidence:
            return True
    return False


def _takes_terrorism(facts: Facts, decision: Decision) -> bool:
    """Whether a decision about terrorism counts for Category 3, because the edition has no Category 4."""
    return decision.limb == RISK and not facts.among("categories/available", "4")


def _accepted_on(facts: Facts, decision: Decision) -> dt.date | None:
    """The day from which the latest acceptance counts, or none."""
    known = facts.known
    if decision.event not in known and TERRORISM_DECISION.event not in known:
        return None
    if _takes_terrorism(facts, decision):
        accepted = facts.of_any((decision.event, TERRORISM_DECISION.event))
    else:
        accepted = facts.of(decision.event)
    return (accepted[-1].day("effective") or accepted[-1].date) if accepted else None


def _source(facts: Facts, decision: Decision) -> str:
    """Who put the person forward for Category 4, as recorded with the latest acceptance, or empty."""
    accepted = facts.of(TERRORISM_DECISION.event) if decision.limb == TERRORISM else []
    return accepted[-1].text("source") if accepted else ""


def _removed_on(facts: Facts, decision: Decision, since: dt.date) -> dt.date | None:
    return next((event.date for event in facts.of(decision.removal) if event.date >= since), None)


def _stretch(others: Sequence[Span], accepted: dt.date, end: dt.date | None) -> tuple[dt.date, dt.date | None] | None:
    """The days for which the decision counts: while no statutory category is held, none if there are none."""
    begin = accepted
    for span in sorted(others, key=lambda one: one.first):
        if span.runs_on(begin):
            if span.last is None:
                return None
            begin = span.last + ONE_DAY
    later_start = min((span.first for span in others if span.first > begin), default=None)
    end = earlier(end, later_start - ONE_DAY if later_start else None)
    return None if end is not None and end < begin else (begin, end)


def _why_not(facts: Facts, decision: Decision) -> str:
    """What keeps somebody out for whom there is a decision, before any day is looked at, or empty."""
    if not has_offended(facts):
        return "No conviction, caution or finding is recorded: an allegation is not an offence committed."
    source = _source(facts, decision)
    if source and not facts.among("category-4/decision_sources", source):
        return (
            f"Nobody but counter-terrorism policing and the probation network may put a person forward: not {source}."
        )
    judged = facts.judged(decision.judgement)
    if judged is None and _takes_terrorism(facts, decision):
        judged = facts.judged(TERRORISM_DECISION.judgement)
    if judged is None:
        judged = facts.world.ask(f"assessment.{decision.judgement}", (True, False))
    if not judged:
        return f"The responsible authority does not consider that the person {decision.considered}."
    return ""


def by_decision(facts: Facts, decision: Decision, others: Sequence[Span]) -> tuple[list[Span], Reason]:
    """The stretch that a decision brought, and why it counts or not; ``others`` are what comes first."""
    cited = decision.citations
    if decision.limb == TERRORISM and not facts.has_category_4:
        return [], Reason(TERRORISM, NOT_MET, "This edition, or the law on this day, has no Category 4.", cited)
    accepted = _accepted_on(facts, decision)
    if accepted is None:
        return [], decision.not_taken
    if because := _why_not(facts, decision):
        return [], Reason(decision.limb, NOT_MET, because, cited)
    return _by_accepted(facts, decision, accepted, others)


def _by_accepted(
    facts: Facts, decision: Decision, accepted: dt.date, others: Sequence[Span]
) -> tuple[list[Span], Reason]:
    """The same for a decision that nothing keeps from counting but the days."""
    cited = decision.citations
    end = earlier(_removed_on(facts, decision, accepted), facts.died)
    days = _stretch(others, accepted, end)
    if accepted > facts.as_of:
        says = f"The decision takes effect only on {accepted}."
        return [], Reason(decision.limb, NOT_MET, says, cited)
    if days is None or days[0] > facts.as_of:
        says = "The person is already in by statute, and this limb is for other persons."
        return [], Reason(decision.limb, NOT_MET, says, cited)
    span = Span(decision.limb, "", days[0], days[1], decision.kind)
    if span.runs_on(facts.as_of):
        source = _source(facts, decision)
        if decision.limb == TERRORISM and not source:
            facts.flags.add("x_category_4_source_not_recorded")
        says = f"An offence was committed and it is considered that the person {decision.considered}."
        told = f" Put forward by: {source.replace('_', ' ')}." if source else ""
        return [span], Reason(decision.limb, MET, f"{says} In from {span.first}.{told}", cited)
    says = f"It ended on {span.last}: the decision or the life ended, or a statutory category took over."
    return [span], Reason(decision.limb, NOT_MET, says, cited)
