"""Notification that comes from a prevention order, or from the breach of a risk order."""

from mappa_policy.rules.conviction import Conviction
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.notification_period import PART_2, Period
from mappa_policy.rules.orders import spans
from mappa_policy.rules.sentences import is_absolutely_discharged


def breached_order(facts: Facts, about: Conviction) -> str:
    """The code of the order whose breach this conviction, caution or finding is for, or empty."""
    recorded = about.recorded
    if not recorded.of_2003:
        return recorded.breached
    section = str(about.offence.get("section") or "").split("(", maxsplit=1)[0]
    listed = facts.row("notification/breach_sections", section)
    return recorded.breached if listed is None else str(listed)


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
