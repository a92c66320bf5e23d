"""What is recorded about a person's offending."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from mappa.accounts.attribution import attributed, named
from mappa.kernel.models import is_one_of
from mappa.offending.models import (
    BreachAction,
    Conviction,
    Disposal,
    Movement,
    NotificationBreach,
    NotificationEvent,
    NotificationReview,
    Order,
    OrderBreach,
    OrderQuestion,
    OrderStep,
)
from mappa.offending.movements import GuiltKind
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
    order_steps: list[OrderStep] = field(default_factory=list)


def facts_about(person: Person) -> FactsAbout:
    """Every fact about somebody whom the caller has already been allowed to know of. Eight queries at most."""
    orders = list(person.orders.order_by("on", "id"))
    return FactsAbout(
        convictions=list(person.convictions.select_related("replaces").order_by("on", "id")),
        disposals=list(
            Disposal.objects.filter(conviction__person=person).select_related("replaces").order_by("on", "id")
        ),
        movements=list(person.movements.order_by("on", "id")),
        orders=orders,
        notifications=list(person.notifications.order_by("on", "id")),
        breaches=list(person.notification_breaches.order_by("found_on", "id")),
        reviews=list(person.notification_reviews.order_by("applied_on", "id")),
        order_steps=list(order_steps_of(person)) if orders else [],
    )


def facts_about_each(people: Collection[int]) -> dict[int, FactsAbout]:
    """As `facts_about`, for many people told by their ids. Eight queries for all of them.

    What a correction replaced is not read along, nor who recorded what: whoever asks a row for it pays a query.
    """
    found = {pk: FactsAbout([], [], [], [], [], [], []) for pk in people}
    whose = is_one_of("person", people)
    for conviction in Conviction.objects.filter(whose).order_by("on", "id"):
        found[conviction.person_id].convictions.append(conviction)
    rows = Disposal.objects.filter(is_one_of("conviction__person", people)).order_by("on", "id")
    for disposal in rows.annotate(whose=F("conviction__person")):
        found[disposal.whose].disposals.append(disposal)
    for movement in Movement.objects.filter(whose).order_by("on", "id"):
        found[movement.person_id].movements.append(movement)
    for order in Order.objects.filter(whose).order_by("on", "id"):
        found[order.person_id].orders.append(order)
    steps = OrderStep.objects.filter(is_one_of("order__person", people)).order_by("on", "id")
    for step in steps.annotate(whose=F("order__person")):
        found[step.whose].order_steps.append(step)
    for told in NotificationEvent.objects.filter(whose).order_by("on", "id"):
        found[told.person_id].notifications.append(told)
    for breach in NotificationBreach.objects.filter(whose).order_by("found_on", "id"):
        found[breach.person_id].breaches.append(breach)
    for review in NotificationReview.objects.filter(whose).order_by("applied_on", "id"):
        found[review.person_id].reviews.append(review)
    return found


def court_facts_about(person: Person) -> FactsAbout:
    """Convictions and what was imposed for them, and nothing else, for a question that needs no more. Two queries."""
    return FactsAbout(
        convictions=list(person.convictions.select_related("replaces").order_by("on", "id")),
        disposals=list(
            Disposal.objects.filter(conviction__person=person).select_related("replaces").order_by("on", "id")
        ),
        movements=[], orders=[], notifications=[], breaches=[], reviews=[],
    )  # fmt: skip


def order_steps_of(person: Person) -> QuerySet[OrderStep]:
    """What became of the orders of somebody whom the caller may know of, the oldest first (ORDERS-02)."""
    return attributed(OrderStep.objects.filter(order__person=person)).select_related("order").order_by("on", "pk")


def breach_actions_of(person: Person) -> QuerySet[BreachAction]:
    """What follows failures to notify, of somebody whom the caller may know of: the open ones first (IDENT-30)."""
    rows = attributed(BreachAction.objects.filter(breach__person=person)).select_related("breach")
    return rows.order_by(F("done_on").desc(nulls_first=True), "due", "pk")


def breach_actions_to_do(people: QuerySet[Person]) -> QuerySet[BreachAction]:
    """What follows failures to notify of some people and is not done yet, the first due first (IDENT-30)."""
    return BreachAction.objects.filter(done_on=None, breach__person__in=people.values("pk")).order_by("due", "pk")


def order_breaches_of(person: Person) -> QuerySet[OrderBreach]:
    """The breaches of every order of somebody whom the caller may know of, the newest first (ORDERS-09)."""
    return OrderBreach.objects.filter(order__person=person).select_related("order").order_by("-found_on", "-pk")


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


def order_questions_of(person: Person) -> QuerySet[OrderQuestion]:
    """What was answered about applying for an order, for somebody whom the caller may know of; the newest first."""
    rows = named(OrderQuestion.objects.filter(person=person), answerer="by")
    return rows.select_related("conviction").order_by("-at", "-pk")


def conviction_to_ask_about(convictions: Iterable[Conviction], asked: Iterable[OrderQuestion]) -> Conviction | None:
    """The latest conviction or finding, where nobody has answered whether an order is applied for at it (ORDERS-08)."""
    in_court = [each for each in convictions if each.kind != GuiltKind.CAUTION]
    last = max(in_court, key=lambda each: (each.on, each.pk), default=None)
    answered = {each.conviction_id for each in asked}
    return last if last is not None and last.pk not in answered else None


def convictions_to_ask_about(people: QuerySet[Person]) -> QuerySet[Conviction]:
    """The latest conviction or finding of each of some people, while nobody has answered about an order since.

    An answer at a review of the plan after it ends the wait too: the order was asked about with all that was known by
    then. The newest first (ORDERS-08).
    """
    person = OuterRef("person")
    in_court = Conviction.objects.exclude(kind=GuiltKind.CAUTION)
    after = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    answered = Q(conviction=OuterRef("pk")) | Q(conviction=None, at__date__gte=OuterRef("on"))
    rows = in_court.filter(
        ~Exists(in_court.filter(after, person=person)), ~Exists(OrderQuestion.objects.filter(answered, person=person)),
        person__in=people.values("pk"),
    )  # fmt: skip
    return rows.select_related("person").order_by("-on", "-pk")
