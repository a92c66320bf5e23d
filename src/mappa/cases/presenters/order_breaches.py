"""Breaches of orders, each under the name of its order."""

from collections.abc import Iterable

from mappa.govuk.presenters import Link, Options, Value, table
from mappa.offending.models import OrderBreach
from mappa.offending.movements import BreachOutcome, OrderKind


def order_breaches(rows: Iterable[OrderBreach], base: str, *, may_record: bool) -> Options:
    """One row for each breach: the order by its own name, never by that of another (ORDERS-09)."""
    outcomes, names = dict(BreachOutcome.choices), dict(OrderKind.choices)
    lines = []
    for each in rows:
        outcome: Value = [outcomes.get(each.outcome, each.outcome), each.outcome_on] if each.outcome else "Open"
        if not each.outcome and may_record:
            href = f"{base}facts/order-breaches/{each.pk}/"
            outcome = Link(text="Record the outcome", href=href, hidden=f"of the breach, {each.what}")
        name = str(names.get(each.order.kind, each.order.kind))
        lines.append((each.found_on, name, each.what, outcome, each.returned_on or "No return on record"))
    columns = ["Found", "Order that was breached", "What", "Outcome", "Returned to custody"]
    return table(caption="Breaches of orders", columns=columns, rows=lines)
