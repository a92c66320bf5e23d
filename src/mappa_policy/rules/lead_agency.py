"""Which agency leads: whoever supervises, else the police while notification runs. Covers: AGENCY-06."""

import datetime as dt
from collections.abc import Sequence

from mappa_policy.rules.facts import Facts
from mappa_policy.rules.spans import Span

HOSPITAL = "hospital"
GUARDIANSHIP = "guardianship"
NOTIFICATION = "notification"
PROBATION_KINDS = ("custody", "life", "suspended", "community")


def _agency(facts: Facts, kind: str) -> str:
    return str(facts.row("lead-agency/by_kind", kind))


def lead_agency(
    facts: Facts, spans: Sequence[Span], under: Sequence[tuple[str, dt.date, dt.date | None]]
) -> str | None:
    """The code of the lead agency; none where the person is in no category.

    ``spans`` are the stretches of every category, ``under`` what the person has been under with its days.
    """
    day = facts.as_of
    live = [span for span in spans if span.runs_on(day)]
    if not live:
        return None
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
