"""How an effect travels up: a lower app announces a fact, and `mappa.config.wiring` says who hears it.

Handlers run at once, in the caller's transaction, in the order listed. The table is the only place to look.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FactsChanged:
    """A recorded fact about a person changed, so what is derived from it must be derived again."""

    person_id: int
    at: datetime


Handler = Callable[[FactsChanged], None]
_handlers: list[Handler] = []
_gathered: ContextVar[dict[int, FactsChanged] | None] = ContextVar("gathered", default=None)


def wire(handlers: list[Handler]) -> None:
    """Install the table of handlers. Called once, by the top layer, when the product starts."""
    _handlers[:] = handlers


def announce(fact: FactsChanged) -> None:
    """Tell everybody in the table, in order, inside the caller's transaction; or at the end of `gathering`."""
    waiting = _gathered.get()
    if waiting is not None:
        waiting[fact.person_id] = fact
        return
    for handler in _handlers:
        handler(fact)


@contextmanager
def gathering(into: dict[int, FactsChanged] | None = None) -> Iterator[None]:
    """Keep announcements back and make one for each person at the end, inside the same transaction.

    For work that records many facts at once, such as a file. If the work fails nothing is announced, because its
    transaction is rolled back with it. Inside another gathering the outer one announces.

    Args:
        into: where they are left at the end instead, the latest last, for a caller who lets those who would hear them
            know of many people together.
    """
    if _gathered.get() is not None:
        yield
        return
    waiting: dict[int, FactsChanged] = {}
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    for person, fact in waiting.items():
        if into is None:
            announce(fact)
        else:
            into.pop(person, None)
            into[person] = fact
