"""When each category ends or ended. Risk never delays a statutory end: it is a reason to consider Category 3.

Covers: IDENT-13, IDENT-32.
"""

import datetime as dt
from collections.abc import Sequence

from mappa_policy.rules.facts import Facts
from mappa_policy.rules.periods import later, same_day_later
from mappa_policy.rules.spans import Span, last_of

CATEGORY_OF_LIMB = {
    "CAT1_NOTIFICATION": 1,
    "CAT2_CUSTODY": 2,
    "CAT2_HOSPITAL": 2,
    "CAT2_GUARDIANSHIP": 2,
    "CAT2_FINDING": 2,
    "CAT3_RA": 3,
    "CAT4_AUTO": 4,
    "CAT4_DISCRETIONARY": 4,
}
EXIT_OF_CATEGORY = {number: f"cat{number}_last_day" for number in CATEGORY_OF_LIMB.values()}


def exits(spans: Sequence[Span]) -> dict[str, dt.date | None]:
    """The last day in each category ever held; none where it is open-ended on present facts."""
    if not spans:
        return {}
    ends: dict[int, dt.date | None] = {}
    for span in spans:
        number = CATEGORY_OF_LIMB[span.limb]
        ends[number] = later(ends[number], span.last) if number in ends else span.last
    return {EXIT_OF_CATEGORY[number]: ends[number] for number in sorted(ends)}


def left_on(spans: Sequence[Span]) -> dt.date | None:
    """The last day in any category; none where one is open-ended or none was ever held."""
    return last_of(spans) if spans else None


def about_to_lapse(facts: Facts, spans: Sequence[Span]) -> bool:
    """Whether Category 1 and 2 together end within the warning time, so that Category 3 should be decided."""
    statutory = [span for span in spans if CATEGORY_OF_LIMB[span.limb] in {1, 2}]
    live = [span for span in statutory if span.runs_on(facts.as_of)]
    if not live:
        return False
    end = last_of(live)
    return end is not None and end < same_day_later(facts.as_of, facts.number("category-2/lapse_warning"))
