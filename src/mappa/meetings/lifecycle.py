"""The life of a meeting and of its minutes, as one table."""

from enum import StrEnum

from mappa.kernel.lifecycle import after


class MeetingState(StrEnum):
    """Where a meeting stands."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    HELD = "held"
    MINUTES_APPROVED = "minutes_approved"
    MINUTES_ISSUED = "minutes_issued"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state in words."""
        return self.value.replace("_", " ").capitalize()


class MeetingAction(StrEnum):
    """What can be done to a meeting."""

    SCHEDULE = "schedule"
    CANCEL = "cancel"
    OPEN = "open"
    CLOSE = "close"
    APPROVE_MINUTES = "approve_minutes"
    ISSUE_MINUTES = "issue_minutes"


_S, _A = MeetingState, MeetingAction

# Approving again makes the next version: approved minutes are never changed in place.
MEETING_STEPS: dict[tuple[MeetingState | None, MeetingAction], MeetingState] = {
    (None, _A.SCHEDULE): _S.SCHEDULED,
    (_S.SCHEDULED, _A.OPEN): _S.OPEN,
    (_S.SCHEDULED, _A.CANCEL): _S.CANCELLED,
    (_S.OPEN, _A.CLOSE): _S.HELD,
    (_S.HELD, _A.APPROVE_MINUTES): _S.MINUTES_APPROVED,
    (_S.MINUTES_APPROVED, _A.APPROVE_MINUTES): _S.MINUTES_APPROVED,
    (_S.MINUTES_APPROVED, _A.ISSUE_MINUTES): _S.MINUTES_ISSUED,
    (_S.MINUTES_ISSUED, _A.APPROVE_MINUTES): _S.MINUTES_APPROVED,
}

# Once it was held it stays held: what follows concerns only the minutes.
WAS_HELD = frozenset({_S.HELD, _S.MINUTES_APPROVED, _S.MINUTES_ISSUED})
MINUTES_CAN_BE_WRITTEN = WAS_HELD | {_S.OPEN}


def meeting_after(state: MeetingState | None, action: MeetingAction) -> MeetingState:
    """The state an action leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(MEETING_STEPS, state, action, "meeting")
