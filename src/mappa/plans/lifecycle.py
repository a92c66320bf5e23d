"""The life of an action, as a table."""

from enum import StrEnum

from mappa.kernel.lifecycle import after


class ActionState(StrEnum):
    """Where an action stands. Whether an open one is overdue is asked of its day and today, never stored."""

    OPEN = "open"
    DONE = "done"
    CANNOT = "cannot"
    DECLINED = "declined"


class ActionMove(StrEnum):
    """What can be done to an action."""

    SET = "set"
    ACCEPT = "accept"
    DECLINE = "decline"
    PROGRESS = "progress"
    COMPLETE = "complete"
    GIVE_UP = "give_up"


ACTION_STEPS: dict[tuple[ActionState | None, ActionMove], ActionState] = {
    (None, ActionMove.SET): ActionState.OPEN,
    (ActionState.OPEN, ActionMove.ACCEPT): ActionState.OPEN,
    (ActionState.OPEN, ActionMove.DECLINE): ActionState.DECLINED,
    (ActionState.DECLINED, ActionMove.ACCEPT): ActionState.OPEN,
    (ActionState.OPEN, ActionMove.PROGRESS): ActionState.OPEN,
    (ActionState.OPEN, ActionMove.COMPLETE): ActionState.DONE,
    (ActionState.OPEN, ActionMove.GIVE_UP): ActionState.CANNOT,
    (ActionState.CANNOT, ActionMove.COMPLETE): ActionState.DONE,
}


def action_after(state: ActionState | None, move: ActionMove) -> ActionState:
    """The state a move leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(ACTION_STEPS, state, move, "action")
