"""The life of an account, as a table."""

from enum import StrEnum

from mappa.kernel.lifecycle import after


class AccountState(StrEnum):
    """Where an account stands. One that nobody has used for too long is suspended without anybody doing anything."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class AccountAction(StrEnum):
    """What can be done to an account."""

    OPEN = "open"
    CONFIRM = "confirm"
    MOVE = "move"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    CLOSE = "close"


class AccountNote(StrEnum):
    """What is done about an account and leaves it where it stands."""

    LINK = "link"
    BIND = "bind"
    UNBIND = "unbind"
    FORGET = "forget"


_S, _A = AccountState, AccountAction

ACCOUNT_STEPS: dict[tuple[AccountState | None, AccountAction], AccountState] = {
    (None, _A.OPEN): _S.OPEN,
    (_S.OPEN, _A.CONFIRM): _S.OPEN,
    (_S.OPEN, _A.MOVE): _S.OPEN,
    (_S.OPEN, _A.SUSPEND): _S.SUSPENDED,
    (_S.OPEN, _A.CLOSE): _S.CLOSED,
    (_S.SUSPENDED, _A.REINSTATE): _S.OPEN,
    (_S.SUSPENDED, _A.CLOSE): _S.CLOSED,
}


def account_after(state: AccountState | None, action: AccountAction) -> AccountState:
    """The state an action leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(ACCOUNT_STEPS, state, action, "account")
