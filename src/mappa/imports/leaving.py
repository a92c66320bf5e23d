"""What else we hold of a person, as rows of the police extract: other names, addresses and orders."""

from collections.abc import Mapping

from mappa.imports.carried import ADDRESS, NAME, ORDER, STEP
from mappa.imports.cells import as_text, disarmed
from mappa.offending.models import Order, OrderStep
from mappa.offending.movements import OrderStepKind
from mappa.people.models import Address, Person

Cells = dict[str, str]


def carried_rows(person: Person, told: Address | None) -> list[Cells]:
    """Names in the order of recording, addresses from the first on, and orders each with what became of it.

    Args:
        told: the one address that a row of court results tells.
    """
    names = [
        {
            "kind": NAME, "sort": each.kind, "other_family_name": each.family_name,
            "other_given_names": each.given_names,
        }
        for each in sorted(person.aliases.all(), key=lambda each: each.pk)
    ]  # fmt: skip
    addresses = [
        {
            "kind": ADDRESS, "on": as_text(each.since), "until": as_text(each.until), "sort": each.kind,
            "address": each.text,
        }
        for each in sorted(person.addresses.all(), key=lambda each: (each.since, each.pk))
        if each != told
    ]  # fmt: skip
    rows = [*names, *addresses]
    for order in sorted(person.orders.all(), key=lambda each: (each.on, each.pk)):
        rows += [order_row(order), *step_rows(order)]
    return rows


def order_row(order: Order) -> Cells:
    """An order as it was made: the last day is the one that it had before anything became of it."""
    moved = [step for step in order.steps.all() if step.until]
    until = min(moved, key=lambda step: step.pk).until_before if moved else order.until
    said: Mapping[str, object] = {
        "kind": ORDER, "order": order.kind, "on": order.on, "until": until, "court": order.court,
        "court_kind": order.court_kind, "on_conviction": order.by_court_on_conviction, "applicant": order.applicant,
        "acts_since": order.acts_since, "foreign_travel": order.foreign_travel,
        "foreign_travel_until": order.foreign_travel_until, "words": order.prohibitions,
        "necessity": order.necessity,
    }  # fmt: skip
    return {name: disarmed(as_text(value)) for name, value in said.items()}


def step_rows(order: Order) -> list[Cells]:
    """What became of an order, in the order of recording. A discharge from before steps were kept has no words."""
    steps = sorted(order.steps.all(), key=lambda step: step.pk)
    if order.ended_on and not any(step.kind == OrderStepKind.DISCHARGED for step in steps):
        steps.append(OrderStep(order=order, kind=OrderStepKind.DISCHARGED, on=order.ended_on))
    return [_step_row(order, step) for step in steps]


def _step_row(order: Order, step: OrderStep) -> Cells:
    said: Mapping[str, object] = {
        "kind": STEP, "order": order.kind, "order_on": order.on, "sort": step.kind, "on": step.on,
        "until": step.until, "court": step.court, "words": step.what,
    }  # fmt: skip
    return {name: disarmed(as_text(value)) for name, value in said.items()}
