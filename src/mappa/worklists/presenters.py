"""What a body must do, in plain values."""

from collections.abc import Iterable
from typing import Any

from mappa.govuk.presenters import Column, Link, Number, Options, Tag, table
from mappa.worklists.obligations import Function, Obligation, Waiting


def functions_table(functions: Iterable[Function]) -> Options:
    """Each function, the page where it is done, and how much waits there."""
    return table(
        caption="What it does",
        columns=["Function", "Where", "Waiting now"],
        rows=[
            (
                one.words,
                Link(text=one.place.name, href=one.place.href, hidden=f"for: {one.words}")
                if one.place
                else "Others of your agency do this",
                _waiting(one.waiting),
            )
            for one in functions
        ],
    )


def _waiting(waiting: Waiting) -> Any:
    if waiting.count is None:
        return "Not counted"
    late = [Tag(text=f"{waiting.late} late or urgent", colour="red")] if waiting.late else []
    return [f"{waiting.count:,}", *late]


def duties_table(duties: Iterable[Obligation]) -> Options:
    """Each duty with its rule and source, and how many of its clocks run."""
    return table(
        caption="Duties with a clock",
        columns=["Duty", "Rule", Column(text="Running", numeric=True), Column(text="Late", numeric=True)],
        rows=[
            (
                f"{one.label}, {one.whose}" if one.whose else one.label,
                [one.rule, *one.citations],
                Number(value=one.running),
                Number(value=one.late),
            )
            for one in duties
        ],
    )
