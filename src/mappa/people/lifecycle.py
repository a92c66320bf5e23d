"""The life of a nominal record, as a table (NOMINAL-12). It is archived, never deleted."""

from enum import StrEnum

from mappa.kernel.lifecycle import after


class RecordState(StrEnum):
    """Where a record stands."""

    REGISTERED = "registered"
    ARCHIVED = "archived"


class RecordAction(StrEnum):
    """What can be done to a record."""

    REGISTER = "register"
    FLAG = "flag"
    REVIEW = "review"
    ARCHIVE = "archive"
    REACTIVATE = "reactivate"


RECORD_STEPS: dict[tuple[RecordState | None, RecordAction], RecordState] = {
    (None, RecordAction.REGISTER): RecordState.REGISTERED,
    (RecordState.REGISTERED, RecordAction.FLAG): RecordState.REGISTERED,
    (RecordState.REGISTERED, RecordAction.REVIEW): RecordState.REGISTERED,
    (RecordState.REGISTERED, RecordAction.ARCHIVE): RecordState.ARCHIVED,
    (RecordState.ARCHIVED, RecordAction.REVIEW): RecordState.ARCHIVED,
    (RecordState.ARCHIVED, RecordAction.REACTIVATE): RecordState.REGISTERED,
}

STORED: dict[RecordAction, str] = {
    RecordAction.REGISTER: "registered",
    RecordAction.FLAG: "flagged",
    RecordAction.REVIEW: "record_reviewed",
    RecordAction.ARCHIVE: "archived",
    RecordAction.REACTIVATE: "reactivated",
}
"""The word that a step is stored under."""


def record_after(state: RecordState | None, action: RecordAction) -> RecordState:
    """The state an action leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(RECORD_STEPS, state, action, "record")
