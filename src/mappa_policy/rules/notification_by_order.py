"""Notification that comes from a prevention order, or from the breach of a risk order."""

import functools

from mappa_policy.rules.conviction import Conviction
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.notification_period import PART_2, Period
from mappa_policy.rules.orders import spans
from mappa_policy.rules.sentences import is_absolutely_discharged

ACT_OF_2003 = "sexual offences act 2003"


@functools.lru_cache
def _worded(statute: str, title: str) -> tuple[bool, str]:
    """Whether the Act is that of 2003, and the code of the order whose breach the title names, or empty."""
    words = title.casefold()
    code = "SRO" if "sexual risk order" in words else "RSHO" if "risk of sexual harm order" in words else ""
    return statute.casefold() == ACT_OF_2003, code if "breach" in words else ""


def breached_order(facts: Facts, about: Conviction) -> str:
    """The code of the order whose breach this conviction, caution or finding is for, or empty."""
    offence = about.offence
    of_2003, code = _worded(str(offence.get("statute") or ""), str(offence.get("title") or ""))
    if of_2003:
        section = str(offence.get("section") or "").split("(", maxsplit=1)[0]
        listed = facts.row("notification/breach_sections", section)
        return code if listed is None else str(listed)
    return code


def by_breach(facts: Facts, about: Conviction) -> list[Period]:
    """Subject from the conviction or caution for the breach until the order ends (ss.122I, 129)."""
    code = breached_order(facts, about)
    if not code or is_absolutely_discharged(facts, about):
        return []
    day = about.event.date
    held = [span for span in spans(facts, "SRO", "RSHO") if span.in_force(day)]
    return [
        Period(
            PART_2,
            f"{span.code} breach",
            about.id,
            "until the order ends",
            day,
            span.last,
            day,
            day,
            by_order=True,
        )
        for span in held
    ]


def by_order(facts: Facts) -> list[Period]:
    """Subject for as long as the order lasts, from its making (section 103G)."""
    table = facts.parameter("notification/orders_that_bring_it").value
    if not facts.of("order_made"):
        return []
    codes = tuple(table) if isinstance(table, dict) else ()
    return [
        Period(
            PART_2,
            span.code,
            span.event.id,
            "while order lasts",
            span.first,
            span.last,
            span.first,
            span.first,
            by_order=True,
        )
        for span in spans(facts, *codes)
    ]
