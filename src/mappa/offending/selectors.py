"""What is recorded about a person's offending."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from mappa.offending.models import (
    Conviction,
    Disposal,
    Movement,
    NotificationBreach,
    NotificationEvent,
    NotificationReview,
    Order,
)
from mappa.people.models import Person


@dataclass(frozen=True)
class FactsAbout:
    """Everything recorded about one person, oldest first."""

    convictions: list[Conviction]
    disposals: list[Disposal]
    movements: list[Movement]
    orders: list[Order]
    notifications: list[NotificationEvent]
    breaches: list[NotificationBreach]
    reviews: list[NotificationReview]


def facts_about(person: Person) -> FactsAbout:
    """Every fact about somebody whom the caller has already been allowed to know of. Seven queries."""
    return FactsAbout(
        convictions=list(person.convictions.select_related("replaces").order_by("on", "id")),
        disposals=list(
            Disposal.objects.filter(conviction__person=person).select_related("replaces").order_by("on", "id")
        ),
        movements=list(person.movements.order_by("on", "id")),
        orders=list(person.orders.order_by("on", "id")),
        notifications=list(person.notifications.order_by("on", "id")),
        breaches=list(person.notification_breaches.order_by("found_on", "id")),
        reviews=list(person.notification_reviews.order_by("applied_on", "id")),
    )


def first_day_in_court(person: Person) -> date | None:
    """The first day on which a court, or the police by a caution, dealt with the person; None if never recorded."""
    convicted = person.convictions.aggregate(first=Min("on"))["first"]
    sentenced = Disposal.objects.filter(conviction__person=person).aggregate(first=Min("on"))["first"]
    held = person.movements.filter(kind="remand").aggregate(first=Min("on"))["first"]
    return min((day for day in (convicted, sentenced, held) if day), default=None)


def first_sentence(person: Person) -> date | None:
    """The day of the first sentence; else the first remand or conviction; None when nothing is recorded.

    A release cannot be older than this.
    """
    sentenced = Disposal.objects.filter(conviction__person=person).aggregate(first=Min("on"))["first"]
    held = person.movements.filter(kind="remand").aggregate(first=Min("on"))["first"]
    known = [day for day in (sentenced, held) if day]
    return min(known) if known else first_day_in_court(person)
