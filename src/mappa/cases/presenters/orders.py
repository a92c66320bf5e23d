"""Orders and what became of each, in plain values (ORDERS-02)."""

from collections.abc import Mapping

from mappa.determinations import policy
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, Tag, Value, table
from mappa.offending.models import Order
from mappa.offending.movements import Applicant, CourtKind, OrderKind, OrderStepKind
from mappa.offending.selectors import FactsAbout

OrdersLookedAt = Mapping[str, tuple[policy.Outcome, str]]
"""By the id of its event: what the rules say about each order."""
NAMES, APPLICANTS, COURTS = dict(OrderKind.choices), dict(Applicant.choices), dict(CourtKind.choices)
STEPS = dict(OrderStepKind.choices)


def name_of(order: Order) -> str:
    """What the order is called."""
    return NAMES.get(order.kind, order.kind)


def orders_table(about: FactsAbout, base: str, looked_at: OrdersLookedAt, *, may_record: bool) -> Options:
    """Every order with its terms, who asked for it and why it was necessary; the newest first."""
    rows = []
    for order in reversed(about.orders):
        until = order.until or "Until further order"
        law = _against_the_law(looked_at.get(f"O{order.pk}"))
        state = _state(order, base, may_record=may_record)
        rows.append((order.on, _terms(order), until, order.court or COURTS.get(order.court_kind), state, law))
    columns = ["Made", "Order", "Last day", "Court", "Discharged", "Against the law of that order"]
    return table(caption="Orders", columns=columns, rows=rows)


def _terms(order: Order) -> list[str]:
    travel = f", until {days.long_date(order.foreign_travel_until)}" if order.foreign_travel_until else ""
    asked = f"Applied for by: {APPLICANTS[order.applicant].lower()}" if order.applicant in APPLICANTS else ""
    lines = [
        name_of(order), asked, f"With a part on foreign travel{travel}" if order.foreign_travel else "",
        order.prohibitions, f"Necessary because: {order.necessity}" if order.necessity else "",
    ]  # fmt: skip
    return [line for line in lines if line]


def _state(order: Order, base: str, *, may_record: bool) -> Value:
    if not may_record:
        return order.ended_on or "In force"
    page, name = f"{base}facts/orders/{order.pk}/", name_of(order)
    change = Link(text="Record a variation, renewal or appeal", href=f"{page}steps/new/", hidden=f"of {name}")
    if order.ended_on:
        return [order.ended_on, change]
    broken = Link(text="Record a breach", href=f"{page}breaches/new/", hidden=f"of {name}")
    return [Link(text="End it", href=page, hidden=name), change, broken]


def steps_table(about: FactsAbout) -> Options:
    """What became of the orders, the newest first."""
    rows = [
        (
            step.on, name_of(step.order), [STEPS.get(step.kind, step.kind), *([step.what] if step.what else [])],
            step.until or "As before", step.court, step.recorder or "Not recorded",
        )
        for step in reversed(about.order_steps)
    ]  # fmt: skip
    columns = ["Day", "Order", "What", "New last day", "Court", "Recorded by"]
    return table(caption="What became of the orders", columns=columns, rows=rows)


def _against_the_law(found: tuple[policy.Outcome, str] | None) -> list[str | Tag]:
    """Whether the law lets a court make the order; a warning to look at, never a refusal."""
    if found is None:
        return ["No limit of law is held"]
    outcome, because = found
    tags = {
        policy.Outcome.NOT_MET: Tag(text="Look at this", colour="red"),
        policy.Outcome.CANNOT_TELL: Tag(text="Cannot tell", colour="orange"),
    }
    return [*([tags[outcome]] if outcome in tags else []), because]
