"""Rows of the police extract that carry what the register keeps beside events: other names, addresses and orders.

Their columns may be left out of a file. A row of such a kind without the cell that it is about is an unknown event.
"""

from collections.abc import Mapping
from typing import Any

from mappa.determinations import policy
from mappa.imports.cells import YES_OR_NO, Problem, Reader, Wrong, day, one_of, text
from mappa.offending.movements import Applicant, CourtKind, OrderStepKind

NAME, ADDRESS, ORDER, STEP = "other_name", "address", "order", "order_step"
ABOUT = {NAME: "other_family_name", ADDRESS: "address", ORDER: "order", STEP: "order"}
"""The kinds, and the cell that a row of each is about."""
CHECK = "Check both dates against the source, and correct the wrong one."


def _order(cell: str) -> str:
    code = cell.upper()
    if code and policy.disposals.order_by_code(code) is None:
        raise Wrong(
            f"There is no order with the code {code[:24]}.", "Use a code of the orders table, for example SHPO."
        )
    return code


def _word_of(values: list[str]) -> Reader:
    return one_of({**{value: value for value in values}, "": ""}, f"Write one of: {', '.join(values)}; or nothing.")


FURTHER: dict[str, Reader] = {
    "until": day(), "sort": text(24), "other_family_name": text(120), "other_given_names": text(120),
    "address": text(300), "order": _order, "order_on": day(), "court": text(120),
    "court_kind": _word_of(CourtKind.values), "on_conviction": YES_OR_NO, "applicant": _word_of(Applicant.values),
    "acts_since": YES_OR_NO, "foreign_travel": YES_OR_NO, "foreign_travel_until": day(), "words": text(4000),
    "necessity": text(4000),
}  # fmt: skip
"""`sort`: of a name, an address or a step. `words`: the prohibitions of an order, or what was decided at a step."""


def kind_of(said: Mapping[str, Any]) -> str:
    """The kind of a row, in our spelling."""
    return str(said["kind"]).casefold().replace(" ", "_")


def carries(said: Mapping[str, Any]) -> bool:
    """Whether a row carries a name, an address, an order or a step of one."""
    kind = kind_of(said)
    return kind in ABOUT and bool(said.get(ABOUT[kind]))


def cannot_be(said: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a row of the police extract as far as these columns go."""
    kind, on, until = kind_of(said), said["on"], said.get("until")
    named, step = kind == NAME and carries(said), kind == STEP and carries(said)
    sorts = ", ".join(OrderStepKind.values)
    return [
        (
            on is None and not named, "on", "This is not a date.",
            "Write the date as year-month-day, for example 2026-03-02.",
        ),
        (on and until and until < on, "until", "The last day is before the first.", CHECK),
        (
            step and not said.get("order_on"), "order_on", "The row does not say which order it is about.",
            "Fill in the day on which the order was made.",
        ),
        (
            step and said.get("sort") not in OrderStepKind.values, "sort",
            "It does not say what became of the order.", f"Write one of: {sorts}.",
        ),
    ]  # fmt: skip
