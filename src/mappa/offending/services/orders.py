"""Civil and restrictive orders."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel.decisions import NotPossible
from mappa.offending.models import Order
from mappa.offending.services.telling import begin, tell
from mappa.people.models import Person


@transaction.atomic
def record_order(
    *,
    person: Person,
    kind: str,
    on: date,
    actor: User,
    at: datetime,
    until: date | None = None,
    court: str = "",
    by_court_on_conviction: bool = True,
    court_kind: str = "",
    applicant: str = "",
    acts_since: bool | None = None,
    foreign_travel: bool = False,
    foreign_travel_until: date | None = None,
    prohibitions: str = "",
) -> Order:
    """Record an order. Sending the same one again gives the row that is there.

    Args:
        on: the day it was made.
        until: its last day; None means until further order.
        court_kind, applicant: values of `CourtKind` and `Applicant`; empty means not recorded.
        acts_since: whether an application rests on acts since the conviction; None means not recorded.
        foreign_travel_until: the last day of the part on foreign travel.

    Raises:
        Incomplete: a day cannot be. `fields` says which.
    Covers: ORDERS-01, ORDERS-02.
    """
    days = begin(person, actor=actor, at=at)
    days.needed("kind", kind, "Choose the order")
    days.in_life("on", on, "The order")
    days.happened("on", on, "The order")
    days.not_before("until", until, on, "The last day cannot be before the order was made")
    days.not_before(
        "foreign_travel_until", foreign_travel_until, on, "The last day cannot be before the order was made"
    )
    if foreign_travel_until and not foreign_travel:
        days.wrong(
            "foreign_travel_until", "Say that the order has a part on foreign travel, or leave its last day empty"
        )
    days.refuse()
    values = {
        "kind": kind, "on": on, "until": until, "court": court, "by_court_on_conviction": by_court_on_conviction,
        "court_kind": court_kind, "applicant": applicant, "acts_since": acts_since, "foreign_travel": foreign_travel,
        "foreign_travel_until": foreign_travel_until, "prohibitions": prohibitions,
    }  # fmt: skip
    same = person.orders.filter(**values).first()
    if same:
        return same
    row = Order.objects.create(person=person, **values)
    tell(person, "offending:order:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def end_order(*, order: Order, ended_on: date, actor: User, at: datetime) -> Order:
    """Record the discharge of an order. `ended_on` is the first day on which it no longer holds.

    Raises:
        NotPossible: it has ended already on another day.
        Incomplete: the day is before the order was made, or ahead.
    """
    days = begin(order.person, actor=actor, at=at)
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.ended_on == ended_on:
        return order
    if order.ended_on:
        raise NotPossible(
            f"This order was ended on {order.ended_on:%d %B %Y}. Nothing was changed. "
            "If that day is wrong, ask your co-ordinator."
        )
    days.happened("ended_on", ended_on, "The end of the order")
    days.not_before("ended_on", ended_on, order.on, "The end cannot be before the order was made")
    days.refuse()
    order.ended_on = ended_on
    order.save(update_fields=["ended_on"])
    tell(order.person, "offending:order:end", order.pk, actor=actor, at=at, what=What.ALTERATION)
    return order
