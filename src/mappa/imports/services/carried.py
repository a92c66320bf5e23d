"""Putting names, addresses and orders of a police extract on record, each by the service that owns it."""

from collections.abc import Callable, Mapping
from typing import Any

from mappa.imports.carried import ADDRESS, NAME, ORDER, STEP, kind_of
from mappa.imports.cells import as_text, disarmed
from mappa.imports.extracts import ToldRow
from mappa.imports.leaving import order_row, step_rows
from mappa.imports.services.facts import Setting
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.offending.movements import OrderStepKind
from mappa.offending.services.orders import end_order, record_order, record_order_step
from mappa.people import names, services
from mappa.people.models import Person

COLUMN_OF = {
    "family_name": "other_family_name", "text": "address", "prohibitions": "words", "what": "words", "ended_on": "on",
}  # fmt: skip
"""The column that a field of a service comes from, where it has another name."""


def record_carried(person: Person, row: ToldRow, setting: Setting) -> None:
    """Put what a row carries on record. What is there already is not added again.

    Raises:
        Incomplete: the record refuses it. `fields` says which column.
    """
    kind = kind_of(row.facts)
    try:
        RECORDERS[kind](person, row.facts, {"actor": setting.actor, "at": setting.at})
    except Incomplete as wrong:
        own = COLUMN_OF | {"kind": "order" if kind == ORDER else "sort"}
        raise Incomplete(str(wrong), {own.get(name, name): what for name, what in wrong.fields.items()}) from wrong
    except NotPossible as problem:
        raise Incomplete(str(problem), {"on": str(problem).rstrip(".")}) from problem


def _name(person: Person, said: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    given, family = said.get("other_given_names", ""), said["other_family_name"]
    if names.full(given, family) != names.full(person.given_names, person.family_name):
        kind = said.get("sort") or "alias"
        services.add_alias(person=person, family_name=family, given_names=given, kind=kind, **who)


def _address(person: Person, said: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    kind = said.get("sort") or "home"
    services.add_address(
        person=person, text=said["address"], since=said["on"], until=said.get("until"), kind=kind, **who
    )


def _order(person: Person, said: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    told = _cells(said)
    if any(_holds(told, order_row(each)) for each in person.orders.prefetch_related("steps")):
        return
    on_conviction, travel = said.get("on_conviction"), said.get("foreign_travel_until")
    record_order(
        person=person, kind=said["order"], on=said["on"], until=said.get("until"), court=said.get("court", ""),
        by_court_on_conviction=True if on_conviction is None else on_conviction,
        court_kind=said.get("court_kind", ""), applicant=said.get("applicant", ""), acts_since=said.get("acts_since"),
        foreign_travel=bool(said.get("foreign_travel")), foreign_travel_until=travel,
        prohibitions=said.get("words", ""), necessity=said.get("necessity", ""), **who,
    )  # fmt: skip


def _step(person: Person, said: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    order = person.orders.filter(kind=said["order"], on=said["order_on"]).order_by("pk").last()
    if order is None:
        raise Incomplete("No such order.", {"order_on": "No order with this code was made on that day"})
    told = _cells(said)
    if any(_holds(told, each) for each in step_rows(order)):
        return
    court, words = said.get("court", ""), said.get("words", "")
    if said["sort"] == OrderStepKind.DISCHARGED:
        end_order(order=order, ended_on=said["on"], court=court, what=words, **who)
        return
    record_order_step(
        order=order, kind=said["sort"], on=said["on"], until=said.get("until"), court=court, what=words, **who
    )


def _cells(said: Mapping[str, Any]) -> dict[str, str]:
    return {name: disarmed(as_text(value)) for name, value in said.items()}


def _holds(told: Mapping[str, str], ours: Mapping[str, str]) -> bool:
    """Whether a row says what we would say; an answer that it does not give is the one that we would take it for."""
    same = told | {name: cell for name, cell in UNTOLD.items() if not told.get(name) and ours["kind"] == ORDER}
    return all(same.get(name, "") == cell for name, cell in ours.items() if name != "kind")


UNTOLD = {"on_conviction": "yes", "foreign_travel": "no"}
RECORDERS: dict[str, Callable[[Person, Mapping[str, Any], Mapping[str, Any]], None]] = {
    NAME: _name, ADDRESS: _address, ORDER: _order, STEP: _step,
}  # fmt: skip
