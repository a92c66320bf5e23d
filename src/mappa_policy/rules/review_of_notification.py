"""When indefinite notification may first be reviewed (sections 91A to 91F of the Sexual Offences Act 2003).

Covers: IDENT-31.
"""

import datetime as dt
from collections.abc import Sequence

from mappa_policy.model import CANNOT_TELL, MET, NOT_MET, Reason
from mappa_policy.rules.detention import OUT
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.notification_period import Period
from mappa_policy.rules.orders import spans
from mappa_policy.rules.periods import same_day_later

LIMB = "REVIEW_OF_NOTIFICATION"
CITATIONS = ("SOA 2003 s.91A", "SOA 2003 s.91B")


def _first_notified(facts: Facts, period: Period) -> dt.date | None:
    """The first notification after release, or the first of all where no release is recorded."""
    dealt = [one.date for held in facts.convictions if held.id == period.about for one in held.sentences]
    since = max([period.subject_from, *dealt]) if period.source != "NO" else period.subject_from
    out = [event.date for event in facts.of_any(OUT) if event.date >= since]
    if out:
        told = [event.date for event in facts.of_any(("first_notification", "periodic_notification"))]
        return min((day for day in told if day >= out[0]), default=None)
    first = [event.date for event in facts.of("first_notification")]
    return min((day for day in first if day >= period.subject_from), default=None)


def _flag_bar(facts: Facts) -> None:
    codes = facts.items("notification/orders_that_bar_review")
    if any(span.in_force(facts.as_of) for span in spans(facts, *codes)):
        facts.flags.add("review_barred_by_prevention_order")


def earliest_review(facts: Facts, periods: Sequence[Period]) -> tuple[dt.date | None, list[Reason]]:
    """The first day on which the person may apply, with its reason; none where nothing is reviewable."""
    reviewable = [period for period in periods if period.open_ended and period.regime.startswith("SOA")]
    if not reviewable:
        return None, []
    period = reviewable[0]
    name = "notification/review_gap_young" if period.young else "notification/review_gap_adult"
    gap = facts.find(name)
    again = facts.find("notification/review_gap_again")
    if gap is None or again is None:
        says = "This edition has no review of indefinite notification: it ends at death."
        return None, [Reason(LIMB, NOT_MET, says, CITATIONS, period.about)]
    _flag_bar(facts)
    told = _first_notified(facts, period)
    if told is None:
        says = "The first notification after release is not recorded, so the day of review cannot be counted."
        missing = (f"{period.about}: first_notification",)
        return None, [Reason(LIMB, CANNOT_TELL, says, CITATIONS, period.about, missing)]
    began = facts.day("notification/review_began")
    day = max(same_day_later(told, gap.number), began)
    for decision in facts.of("review_decision"):
        if decision.text("outcome") == "continues":
            day = max(day, same_day_later(decision.date, again.number))
    says = f"Counted from the notification of {told}, an application may be made from {day}."
    return day, [Reason(LIMB, MET if day <= facts.as_of else NOT_MET, says, CITATIONS, period.about)]
