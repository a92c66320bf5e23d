"""Breaches of orders: which order, what came of it, and whether the person went back to custody for it."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel.decisions import NotPossible
from mappa.offending.models import Order, OrderBreach
from mappa.offending.movements import BreachOutcome
from mappa.offending.services.telling import begin, tell


@transaction.atomic
def record_order_breach(*, order: Order, found_on: date, what: str, actor: User, at: datetime) -> OrderBreach:
    """Open the record of a breach of an order. The same one again gives the row that is there.

    Raises:
        Incomplete: nothing says what was broken, or the day cannot be: before the order was made or after it ended.
    Covers: ORDERS-09.
    """
    days = begin(order.person, actor=actor, at=at)
    days.needed("what", what.strip(), "Say which prohibition was broken, and how")
    days.in_life("found_on", found_on, "The breach")
    days.happened("found_on", found_on, "The breach")
    days.not_before("found_on", found_on, order.on, "An order cannot be breached before it was made")
    days.refuse()
    same = order.breaches.filter(found_on=found_on, what=what.strip()).first()
    if same:
        return same
    row = OrderBreach.objects.create(
        order=order, found_on=found_on, what=what.strip(), recorded_at=at, recorded_by=actor.username
    )
    tell(order.person, "offending:order-breach:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def decide_order_breach(
    *, breach: OrderBreach, outcome: str, outcome_on: date, returned_on: date | None, actor: User, at: datetime
) -> OrderBreach:
    """Record what came of a breach: cautioned, convicted or no action, and the return to custody if there was one.

    Raises:
        NotPossible: an outcome is recorded already.
        Incomplete: the outcome is not one of the three, or a day is before the breach or ahead.
    Covers: ORDERS-09.
    """
    days = begin(breach.order.person, actor=actor, at=at)
    breach = OrderBreach.objects.select_for_update(of=("self",)).select_related("order__person").get(pk=breach.pk)
    if breach.outcome:
        raise NotPossible(
            "The outcome of this breach is recorded already. Nothing was changed."
            " If it is wrong, ask your co-ordinator."
        )
    if outcome not in BreachOutcome.values:
        days.wrong("outcome", "Choose the outcome")
    early = "It cannot be before the breach was found"
    for name, day in (("outcome_on", outcome_on), ("returned_on", returned_on)):
        if day is not None:
            days.happened(name, day, "The day")
            days.not_before(name, day, breach.found_on, early)
    days.refuse()
    breach.outcome, breach.outcome_on, breach.returned_on = outcome, outcome_on, returned_on
    breach.save(update_fields=["outcome", "outcome_on", "returned_on"])
    tell(breach.order.person, "offending:order-breach:decide", breach.pk, actor=actor, at=at, what=What.ALTERATION)
    return breach
