"""Which agency leads: whoever supervises, else the police while notification runs. Covers: AGENCY-06."""

from collections.abc import Sequence

from mappa_policy.rules.facts import Facts
from mappa_policy.rules.sentence_ends import supervised_until
from mappa_policy.rules.spans import Span

HOSPITAL = "hospital"
GUARDIANSHIP = "guardianship"
NOTIFICATION = "notification"
PROBATION_KINDS = ("custody", "life", "suspended", "community")


def _agency(facts: Facts, kind: str) -> str:
    return str(facts.row("lead-agency/by_kind", kind))


def lead_agency(facts: Facts, live: Sequence[Span]) -> str | None:
    """The code of the lead agency; none where the person is in no category.

    ``live`` are the stretches of every category that run on the day.
    """
    if not live:
        return None
    day, under = facts.as_of, supervised_until(facts)
    limbs = {span.limb for span in live}
    if limbs == {"CAT3_RA"}:
        return _agency(facts, "category_3")
    kinds = {kind for kind, first, last in under if first <= day and (last is None or day <= last)}
    kinds |= {span.kind for span in live}
    young = facts.under(facts.number("lead-agency/adult_age"), day)
    for kind in (HOSPITAL, GUARDIANSHIP):
        if kind in kinds:
            return _agency(facts, kind)
    for kind in PROBATION_KINDS:
        if kind in kinds:
            return _agency(facts, "young" if young else kind)
    if "CAT1_NOTIFICATION" in limbs:
        return _agency(facts, NOTIFICATION)
    return _agency(facts, "young" if young else "none")
