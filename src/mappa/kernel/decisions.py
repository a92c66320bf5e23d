"""Allowed or refused, possible or not: the answers that every service gives."""

from dataclasses import dataclass

NOTHING_SAVED = "Some answers are missing or cannot be right, so nothing was saved."
"""What stands above the fields of a form that `Incomplete` names."""


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed, and the sentence that says why."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        """True when allowed."""
        return self.allowed


class Problem(Exception):
    """Something a person can put right. The message says what happened, why it matters and what to do."""


class Refused(Problem):
    """The actor may not do this. The message says who can help."""


class NotPossible(Problem):
    """The thing is not in a state that allows this. The message says what can be done instead."""


class Incomplete(Problem):
    """Facts are missing or wrong. `fields` maps each field's name to what to do about it."""

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}


class Stale(Problem):
    """Somebody else changed the thing since it was read. Nothing was saved."""


def require(decision: Decision) -> None:
    """Raise `Refused` with the decision's reason unless it allows."""
    if not decision:
        raise Refused(decision.reason)
