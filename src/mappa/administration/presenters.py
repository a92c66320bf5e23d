"""Accounts as tables, summaries and a file."""

import csv
import io
from datetime import date, datetime
from typing import Any

from mappa.accounts.compartments import Compartment
from mappa.accounts.lifecycle import ACCOUNT_STEPS, AccountAction, AccountNote, AccountState
from mappa.accounts.models import User
from mappa.accounts.roles import Role
from mappa.administration.selectors import first_day_of_quarter, is_unused, state_of
from mappa.govuk.presenters import Event, Link, Tag, row, summary_list, table, timeline
from mappa.kernel.clock import day_of
from mappa.kernel.lifecycle import actions_from

COLOURS = {AccountState.OPEN: "green", AccountState.SUSPENDED: "yellow", AccountState.CLOSED: "grey"}
COLUMNS = ("Name", "User name", "Agency", "Role", "Cleared for", "Since", "Last used", "State", "Confirmed")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WORDS: dict[str, str] = {
    AccountAction.OPEN: "Opened", AccountAction.CONFIRM: "Confirmed", AccountAction.MOVE: "Moved",
    AccountAction.SUSPEND: "Suspended", AccountAction.REINSTATE: "Reinstated", AccountAction.CLOSE: "Closed",
    AccountNote.LINK: "Link to choose a password made", AccountNote.BIND: "Bound to sign-in by the agency",
    AccountNote.UNBIND: "No longer bound to sign-in by the agency", AccountNote.FORGET: "Second factor taken away",
}  # fmt: skip
BUTTONS = {
    AccountAction.CONFIRM: ("Confirm that it is still needed", "confirm/"),
    AccountAction.MOVE: ("Move to another agency or role", "move/"),
    AccountAction.SUSPEND: ("Suspend", "suspend/"),
    AccountAction.REINSTATE: ("Reinstate", "reinstate/"),
    AccountAction.CLOSE: ("Close", "close/"),
}


def cleared_for(account: User) -> str:
    """What an account of `accounts_visible_to` is cleared for now, in words."""
    return ", ".join(Compartment(kind).label for kind in getattr(account, "cleared", []))


def is_due(account: Any, on: date, at: datetime) -> bool:
    """Whether nobody has confirmed an account in this quarter that is not closed."""
    if state_of(account, at) is AccountState.CLOSED:
        return False
    return account.confirmed_at is None or day_of(account.confirmed_at) < first_day_of_quarter(on)


def accounts_table(accounts: list[Any], at: datetime) -> dict[str, Any]:
    """Everybody who has an account, with what they have."""
    on = day_of(at)
    return table(
        caption="Accounts of this area",
        columns=["Who", "What they have", "Since", "Last used", "State", "Confirmed"],
        rows=[
            (
                Link(text=account.name, href=f"/administration/accounts/{account.pk}/"),
                _what(account),
                _day(account.opened_at),
                _day(account.seen_at) or "Not known",
                _state(account, at),
                Tag(text="Due", colour="orange") if is_due(account, on, at) else _day(account.confirmed_at),
            )
            for account in accounts
        ],
    )


def _what(account: Any) -> str:
    cleared = cleared_for(account)
    return f"{account.agency.name}, {Role(account.role).label}" + (f", cleared for {cleared}" if cleared else "")


def _day(when: datetime | None) -> date | None:
    return day_of(when) if when else None


def _state(account: Any, at: datetime) -> Tag:
    state = state_of(account, at)
    unused = state is AccountState.SUSPENDED and account.is_active and is_unused(account, at)
    return Tag(text="Unused" if unused else state.value.capitalize(), colour=COLOURS[state])


def account_summary(account: Any, at: datetime) -> dict[str, Any]:
    """One account."""
    return summary_list(
        [
            row("User name", account.username),
            row("Agency", account.agency.name),
            row("Role", Role(account.role).label.capitalize()),
            row("Post", account.post or None),
            row("Cleared for", cleared_for(account) or "Nothing more"),
            row("Account since", account.opened_at),
            row("Last used", account.seen_at or "Not known"),
            row("State", _state(account, at)),
            row("Confirmed", account.confirmed_at),
        ]
    )


def account_history(account: User) -> dict[str, Any]:
    """What was done to an account, the latest first."""
    steps = account.account_steps.order_by("-pk")
    return timeline(
        [
            Event(title=WORDS[step.action], at=step.at, by=step.by, text=_told(step.reason, step.details))
            for step in steps
        ]
    )


def _told(reason: str, details: dict[str, Any]) -> str:
    if "after" not in details:
        return reason
    before, after = details["before"], details["after"]
    return f"From {before['agency']}, {before['role']} to {after['agency']}, {after['role']}. {reason}"


def buttons_of(account: User, held: set[AccountAction], at: datetime) -> list[dict[str, str]]:
    """What can be done now by somebody who may do these things."""
    return [
        {"text": BUTTONS[action][0], "href": BUTTONS[action][1]}
        for action in actions_from(ACCOUNT_STEPS, state_of(account, at))
        if action in BUTTONS and action in held
    ]


def accounts_file(accounts: list[Any], *, head: list[tuple[str, str]], at: datetime) -> bytes:
    """The list as CSV, with its marking and whose copy it is on top. Begins with a BOM."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows(head)
    writer.writerow([])
    writer.writerow([*COLUMNS, "Due"])
    for account in accounts:
        days = [f"{day_of(when):%Y-%m-%d}" if when else "not known" for when in (account.opened_at, account.seen_at)]
        confirmed = f"{day_of(account.confirmed_at):%Y-%m-%d}" if account.confirmed_at else "never"
        cells = (
            account.name, account.username, account.agency.name, Role(account.role).label, cleared_for(account), *days,
            state_of(account, at).value, confirmed, "yes" if is_due(account, day_of(at), at) else "no",
        )  # fmt: skip
        writer.writerow([_plain(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
