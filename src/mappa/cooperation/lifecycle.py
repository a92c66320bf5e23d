"""The life of one version of a document, as a table."""

from enum import StrEnum

from mappa.kernel.lifecycle import after


class VersionState(StrEnum):
    """Where a version stands. Which one is in force follows from the versions and their states."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"


class VersionMove(StrEnum):
    """What can be done to a version."""

    PROPOSE = "propose"
    APPROVE = "approve"
    RETURN = "return"


VERSION_STEPS: dict[tuple[VersionState | None, VersionMove], VersionState] = {
    (None, VersionMove.PROPOSE): VersionState.WAITING,
    (VersionState.WAITING, VersionMove.APPROVE): VersionState.APPROVED,
    (VersionState.WAITING, VersionMove.RETURN): VersionState.RETURNED,
}


def version_after(state: VersionState | None, move: VersionMove) -> VersionState:
    """The state a move leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(VERSION_STEPS, state, move, "version")
