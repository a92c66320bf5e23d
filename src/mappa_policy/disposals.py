"""What a court or the police can impose, and what each does: rows of ``sentences.csv`` and ``orders.csv``."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mappa_policy import offences

_RECALLED = re.compile(r"recalled(?:\s*\(([^)]*)\))?")


@dataclass(frozen=True, slots=True)
class Disposal:
    """One kind of sentence, order or caution, with the facts of its row.

    Args:
        recalled: the row was recalled and not read. A row of which a part was read rests on that part.
        recalled_part: which part was recalled, where another was read; empty where nothing or everything was recalled.
        rests_on_memory: either of the two.
    """

    code: str
    name: str
    custodial: str
    status: str
    row: Mapping[str, str]
    recalled: bool
    recalled_part: str
    rests_on_memory: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rests_on_memory", self.recalled or bool(self.recalled_part))


@dataclass(frozen=True, slots=True)
class Order:
    """One kind of civil or ancillary order, with the facts of its row, as for a disposal."""

    code: str
    name: str
    status: str
    row: Mapping[str, str]
    recalled: bool
    recalled_part: str


def _recalled(row: offences.Row) -> bool:
    return row["established"].startswith("recalled")


def _recalled_part(row: offences.Row) -> str:
    found = None if _recalled(row) else _RECALLED.search(row["established"])
    return (found[1] or "what was not read of it") if found else ""


@functools.cache
def _disposals() -> Mapping[str, Disposal]:
    return {
        row["code"]: Disposal(
            row["code"], row["name"], row["custodial"], row["status"], row, _recalled(row), _recalled_part(row)
        )
        for row in offences.rows("sentences")
    }


@functools.cache
def _orders() -> Mapping[str, Order]:
    return {
        row["code"]: Order(row["code"], row["name"], row["status"], row, _recalled(row), _recalled_part(row))
        for row in offences.rows("orders")
    }


def by_code(code: str) -> Disposal | None:
    """The disposal of that code, or none."""
    return _disposals().get(code)


def all() -> tuple[Disposal, ...]:  # noqa: A001 - read as disposals.all(), like editions.all()
    """Every disposal, in the order of the list."""
    return tuple(_disposals().values())


def order_by_code(code: str) -> Order | None:
    """The civil or ancillary order of that code, or none."""
    return _orders().get(code)


def orders() -> tuple[Order, ...]:
    """Every civil or ancillary order, in the order of the list."""
    return tuple(_orders().values())
