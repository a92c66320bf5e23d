"""A life is a table: from a state, by an action, to a state."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from mappa.kernel.decisions import NotPossible

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


def actions_from(steps: Mapping[tuple[S | None, A], S], state: S | None) -> list[A]:
    """What can be done from a state, in the order of the table."""
    return [action for (before, action) in steps if before == state]


def after(steps: Mapping[tuple[S | None, A], S], state: S | None, action: A, thing: str) -> S:
    """The state that an action leads to.

    Raises:
        NotPossible: the action leads nowhere from this state. The message says what can be done instead.
    """
    found = steps.get((state, action))
    if found is None:
        can = " or ".join(step.value for step in actions_from(steps, state)) or "nothing more"
        now = f"is {state.value.replace('_', ' ')}" if state else "is not there yet"
        raise NotPossible(f"This {thing} {now}, so you cannot {action.value.replace('_', ' ')} it. You can: {can}.")
    return found
