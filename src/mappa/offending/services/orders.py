"""Civil and restrictive orders."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel.decisions import NotPossible
from mappa.offending.models import Order, OrderStep
from mappa.offending.movements import MOVES_THE_END, OrderStepKind
from mappa.offending.services.telling import begin, tell
from mappa.people.models import Person
from mappa.people.telling import stamp


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
    necessity: str = "",
) -> Order:
    """Record an order. Sending the same one again gives the row that is there.

    Args:
        on: the day it was made.
        until: its last day; None means until further order.
        court_kind, applicant: values of `CourtKind` and `Applicant`; empty means not recorded.
        acts_since: whether an application rests on acts since the conviction; None means not recorded.
        foreign_travel_until: the last day of the part on foreign travel.
        necessity: why the court found it necessary.

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
        "foreign_travel_until": foreign_travel_until, "prohibitions": prohibitions, "necessity": necessity,
    }  # fmt: skip
    same = person.orders.filter(**values).first()
    if same:
        return same
    row = Order.objects.create(person=person, **values, **stamp(actor, at))
    tell(person, "offending:order:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def end_order(*, order: Order, ended_on: date, actor: User, at: datetime, court: str = "", what: str = "") -> Order:
    """Record the discharge of an order. `ended_on` is the first day on which it no longer holds.

    Args:
        court, what: which court discharged it, and why.

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
    OrderStep.objects.create(
        order=order, kind=OrderStepKind.DISCHARGED, on=ended_on, court=court, what=what.strip(), **stamp(actor, at)
    )
    tell(order.person, "offending:order:end", order.pk, actor=actor, at=at, what=What.ALTERATION)
    return order


@transaction.atomic
def record_order_step(
    *, order: Order, kind: str, on: date, what: str, actor: User, at: datetime, until: date | None = None,
    court: str = "",
) -> OrderStep:  # fmt: skip
    """Record that an order was varied or renewed, or what came of an appeal. The same one again gives the row there.

    Args:
        kind: a value of `OrderStepKind`; a discharge is recorded by `end_order`.
        on: the day of the decision.
        until: the last day that it gives the order; a renewal needs one, an appeal has none.
        what: what was decided, and why.

    Raises:
        NotPossible: the order was discharged or ran out before that day, so nothing is left to vary or renew.
        Incomplete: a day cannot be, or the words are missing. `fields` says which.
    Covers: ORDERS-02.
    """
    days = begin(order.person, actor=actor, at=at)
    order = Order.objects.select_for_update().get(pk=order.pk)
    if kind not in OrderStepKind.values or kind == OrderStepKind.DISCHARGED:
        days.wrong("kind", "Choose what became of the order")
    days.needed("what", what.strip(), "Say what was decided, and why")
    days.happened("on", on, "The decision")
    days.not_before("on", on, order.on, "The decision cannot be before the order was made")
    days.not_before("until", until, on, "The new last day cannot be before the decision")
    if kind == OrderStepKind.RENEWED and until is None:
        days.wrong("until", "Enter the last day of the order as renewed")
    if until and kind not in MOVES_THE_END:
        days.wrong("until", "Only a variation or a renewal gives a new last day. Leave it empty")
    days.refuse()
    values = {"kind": kind, "on": on, "until": until, "court": court.strip(), "what": what.strip()}
    same = order.steps.filter(**values).first()
    if same:
        return same
    _require_in_force(order, kind, on)
    row = OrderStep.objects.create(order=order, until_before=order.until, **values, **stamp(actor, at))
    latest = order.steps.filter(until__isnull=False).order_by("on", "pk").last()
    if latest and latest.until != order.until:
        order.until = latest.until
        order.save(update_fields=["until"])
    tell(order.person, "offending:order:step", row.pk, actor=actor, at=at, what=What.ALTERATION)
    return row


def _require_in_force(order: Order, kind: str, on: date) -> None:
    """A variation and a renewal need an order that still holds on their day."""
    if kind not in MOVES_THE_END:
        return
    if order.ended_on and order.ended_on <= on:
        raise NotPossible(
            f"This order was discharged on {order.ended_on:%d %B %Y}, so it could not be changed later. Nothing was"
            " saved. If there is a new order, record it as an order of its own."
        )
    if order.until and order.until < on:
        raise NotPossible(
            f"This order ran out on {order.until:%d %B %Y}, so it could not be changed later. Nothing was saved. If"
            " there is a new order, record it as an order of its own."
        )
