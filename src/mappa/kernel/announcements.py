"""How an effect travels up: a lower app announces a fact, and `mappa.config.wiring` says who hears it.

Handlers run at once, in the caller's transaction, in the order listed. The table is the only place to look.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FactsChanged:
    """A recorded fact about a person changed, so what is derived from it must be derived again."""

    person_id: int
    at: datetime


Handler = Callable[[FactsChanged], None]
_handlers: list[Handler] = []


def wire(handlers: list[Handler]) -> None:
    """Install the table of handlers. Called once, by the top layer, when the product starts."""
    _handlers[:] = handlers


def announce(fact: FactsChanged) -> None:
    """Tell everybody in the table, in order, inside the caller's transaction."""
    for handler in _handlers:
        handler(fact)
