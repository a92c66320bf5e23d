"""Counts of things that happened to category 1 in the year, and the rate (STATS-06 to 09, 11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mappa.agencies.models import Area
from mappa.offending.models import Conviction, NotificationBreach, NotificationReview, Order
from mappa.statistics.histories import PersonHistory, notified_in
from mappa.statistics.periods import Year
from mappa.statistics.tables import category_1_on

# Section 122H, with or without its subsection.
BREACH_OF_SRO = {"offence__statute": "Sexual Offences Act 2003", "offence__section__regex": r"^122H(\(|$)"}
PER = 100_000
Counts = dict[str, list[str] | dict[str, list[str]]]
"""The people behind each single figure, by the figure's key, and by its parts where it has any."""
BREACHES, REVOKED = "notification_breaches_cautioned_or_convicted", "lifetime_notification_revoked_on_application"
IMPOSED, AFTER_BREACH = "restrictive_orders_imposed", "subject_to_notification_after_sro_breach"


def counts_of_category_1(people: dict[int, PersonHistory], area: Area, year: Year) -> Counts:
    """The people behind each single figure, by the figure's key."""
    return {**counts_of_notification(people, area, year), **counts_of_orders(area, year)}


def counts_of_notification(people: dict[int, PersonHistory], area: Area, year: Year) -> Counts:
    """What came of the duty to notify, of those who were in category 1 on the day of it. Two queries."""
    span = (year.first, year.last)
    breaches = NotificationBreach.objects.filter(outcome__in=["cautioned", "convicted"], outcome_on__range=span)
    revoked = NotificationReview.objects.filter(outcome="ceases", decided_on__range=span)
    return {
        BREACHES: _once(people, area, breaches.values_list("person", "outcome_on")),
        REVOKED: _once(people, area, revoked.values_list("person", "decided_on")),
    }


def counts_of_orders(area: Area, year: Year) -> Counts:
    """Orders, and convictions for breach of one, which bring somebody into category 1. Four queries.

    They count by their own day, also where the case was opened after it.
    """
    span = (year.first, year.last)
    imposed = Order.objects.filter(kind__in=["SHPO", "NO"], on__range=span).order_by("on", "pk")
    orders = list(imposed.values_list("person", "kind", "foreign_travel", "on"))
    sro = list(Conviction.objects.filter(on__range=span, **BREACH_OF_SRO).values_list("person", "on"))
    subject = notified_in(area, {row[0] for row in (*orders, *sro)})
    made: dict[str, list[str]] = {"shpo": [], "shpo_with_foreign_travel_restriction": [], "notification_order": []}
    for person, kind, travel, on in orders:
        if person in subject and subject[person].from_day(area, on):
            key = "notification_order" if kind == "NO" else "shpo_with_foreign_travel_restriction" if travel else "shpo"
            made[key].append(subject[person].reference)
    return {
        IMPOSED: made,
        AFTER_BREACH: sorted(
            {
                subject[person].reference
                for person, on in sro
                if person in subject and subject[person].from_day(area, on)
            }
        ),
    }


def _once(people: dict[int, PersonHistory], area: Area, rows: Iterable[tuple[int, date]]) -> list[str]:
    """Each person once, if in category 1 on the day it happened."""
    return sorted({people[person].reference for person, on in rows if _in_category_1(people, person, area, on)})


def _in_category_1(people: dict[int, PersonHistory], person: int, area: Area, on: date) -> bool:
    """Whether somebody of these people was in category 1 that day. Others were not in MAPPA here in the year."""
    return person in people and category_1_on(people[person], area, on)


@dataclass(frozen=True)
class Rate:
    """A rate and the population it rests on."""

    figure: int | None
    note: str


def per_100_000(area: Area, year: Year, category_1: int) -> Rate:
    """Category 1 in the community for every 100,000 residents aged ten and over (STATS-11).

    The population is the mid-year estimate of the year before the snapshot. Without one there is no rate.
    """
    key = str(year.first.year)
    estimate = area.population_10_and_over.get(key)
    if not estimate:
        return Rate(
            None, f"No estimate of residents aged ten and over for mid-{key} is on record, so no rate is given."
        )
    rate = round(category_1 * PER / estimate["residents"])
    return Rate(
        rate,
        f"Rate on {estimate['residents']:,} residents aged ten and over, mid-{key}: {estimate['source']},"
        f" issued {estimate['issued']}.",
    )
