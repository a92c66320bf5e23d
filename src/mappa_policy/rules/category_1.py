"""Category 1: subject to the notification requirements of Part 2 of the Sexual Offences Act 2003.

Section 327(2) of the Criminal Justice Act 2003. Custody or absence does not end it. Covers: IDENT-05.
"""

from mappa_policy.model import MET, NOT_MET, Reason
from mappa_policy.rules.conviction import Conviction
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.notification import counts_for_part_2
from mappa_policy.rules.notification_by_order import breached_order
from mappa_policy.rules.notification_period import Period
from mappa_policy.rules.schedule_3 import Listing
from mappa_policy.rules.spans import Span

LIMB = "CAT1_NOTIFICATION"
CITATION = "CJA 2003 s.327(2)"


def _says(period: Period) -> str:
    until = f"to {period.last_day}" if period.last_day else "with no end"
    return f"Notification: {period.band}, from {period.first_day} {until}."


def _of_conviction(facts: Facts, held: Conviction, listing: Listing | None, periods: list[Period]) -> Reason:
    met, said = False, []
    for period in periods:
        if period.about == held.id:
            met = met or period.runs_on(facts.as_of)
            said.append(_says(period))
    cited: tuple[str, ...]
    if breached_order(facts, held):
        cited = ("SOA 2003 s.122I", "SOA 2003 s.129")
        said = said or ["No order was in force to be breached."]
    elif listing is None:
        cited = ("SOA 2003 s.97",)
        said = said or ["A conviction abroad counts only through a notification order."]
    else:
        cited = (listing.citation, "SOA 2003 s.80")
        said.insert(0, listing.because)
        if listing.listed and not counts_for_part_2(facts, held):
            said.append("An absolute discharge is not a conviction for Part 2.")
            cited = (*cited, "SOA 2003 s.134")
    return Reason(LIMB, MET if met else NOT_MET, " ".join(said), (CITATION, *cited), held.id)


def category_1(facts: Facts, periods: list[Period], listings: dict[str, Listing]) -> tuple[list[Span], list[Reason]]:
    """Every stretch of Category 1, and a reason for each conviction and each order."""
    spans: list[Span] = []
    reasons: list[Reason] = []
    for held in facts.convictions:
        reasons.append(_of_conviction(facts, held, listings.get(held.id), periods))
    convictions = {held.id for held in facts.convictions} if periods else ()
    for period in periods:
        spans.append(Span(LIMB, period.about, period.subject_from, period.last_day, "notification"))
        if period.about not in convictions:
            outcome = MET if period.runs_on(facts.as_of) else NOT_MET
            table = facts.row("notification/orders_that_bring_it", period.source)
            cited = (CITATION, f"SOA 2003 {table or 's.97'}")
            reasons.append(Reason(LIMB, outcome, _says(period), cited, period.about))
    if not reasons:
        says = "No conviction, caution, finding or order that brings notification is recorded."
        reasons.append(Reason(LIMB, NOT_MET, says, (CITATION, "SOA 2003 s.80")))
    return spans, reasons
