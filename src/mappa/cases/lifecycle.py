"""The life of a case and of a transfer, as tables."""

from enum import StrEnum

from mappa.kernel.lifecycle import after


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    EXITED = "exited"
    ARCHIVED = "archived"


class CaseAction(StrEnum):
    """What can be done to a case."""

    OPEN = "open"
    EXIT = "exit"
    ARCHIVE = "archive"
    REACTIVATE = "reactivate"


CASE_STEPS: dict[tuple[CaseState | None, CaseAction], CaseState] = {
    (None, CaseAction.OPEN): CaseState.OPEN,
    (CaseState.OPEN, CaseAction.EXIT): CaseState.EXITED,
    (CaseState.EXITED, CaseAction.ARCHIVE): CaseState.ARCHIVED,
    (CaseState.EXITED, CaseAction.REACTIVATE): CaseState.OPEN,
    (CaseState.ARCHIVED, CaseAction.REACTIVATE): CaseState.OPEN,
}


class TransferState(StrEnum):
    """Where a transfer stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class TransferAction(StrEnum):
    """What can be done to a transfer."""

    REQUEST = "request"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


TRANSFER_STEPS: dict[tuple[TransferState | None, TransferAction], TransferState] = {
    (None, TransferAction.REQUEST): TransferState.REQUESTED,
    (TransferState.REQUESTED, TransferAction.ACCEPT): TransferState.ACCEPTED,
    (TransferState.REQUESTED, TransferAction.REFUSE): TransferState.REFUSED,
    (TransferState.REQUESTED, TransferAction.WITHDRAW): TransferState.WITHDRAWN,
}


def case_after(state: CaseState | None, action: CaseAction) -> CaseState:
    """The state an action leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(CASE_STEPS, state, action, "case")


def transfer_after(state: TransferState | None, action: TransferAction) -> TransferState:
    """The state an action leads to, as for a case."""
    return after(TRANSFER_STEPS, state, action, "transfer")
