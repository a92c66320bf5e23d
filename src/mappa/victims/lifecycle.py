"""The life of statutory contact with one victim, as a table (VICTIM-03)."""

from enum import StrEnum

from mappa.kernel.lifecycle import after


class ContactState(StrEnum):
    """Where statutory contact stands."""

    NOT_OFFERED = "not_offered"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in words."""
        return LABELS[self]


class ContactAction(StrEnum):
    """What can happen to it."""

    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    TELL = "tell"
    END = "end"

    @property
    def label(self) -> str:
        """What happened, in words."""
        return HAPPENED[self]


LABELS = {
    ContactState.NOT_OFFERED: "Not offered on record",
    ContactState.OFFERED: "Offered",
    ContactState.ACCEPTED: "Accepted",
    ContactState.DECLINED: "Declined",
    ContactState.ENDED: "Ended",
}
HAPPENED = {
    ContactAction.OFFER: "Contact was offered",
    ContactAction.ACCEPT: "They accepted",
    ContactAction.DECLINE: "They declined, or want no more",
    ContactAction.TELL: "They were told something, or asked",
    ContactAction.END: "Contact ended",
}

CONTACT_STEPS: dict[tuple[ContactState | None, ContactAction], ContactState] = {
    (ContactState.NOT_OFFERED, ContactAction.OFFER): ContactState.OFFERED,
    (ContactState.OFFERED, ContactAction.ACCEPT): ContactState.ACCEPTED,
    (ContactState.OFFERED, ContactAction.DECLINE): ContactState.DECLINED,
    (ContactState.ACCEPTED, ContactAction.TELL): ContactState.ACCEPTED,
    (ContactState.ACCEPTED, ContactAction.DECLINE): ContactState.DECLINED,
    (ContactState.ACCEPTED, ContactAction.END): ContactState.ENDED,
    (ContactState.DECLINED, ContactAction.OFFER): ContactState.OFFERED,
    (ContactState.DECLINED, ContactAction.ACCEPT): ContactState.ACCEPTED,
    (ContactState.ENDED, ContactAction.OFFER): ContactState.OFFERED,
}
"""Somebody who declined may be offered contact again, and may come back by themselves."""


def contact_after(state: ContactState, action: ContactAction) -> ContactState:
    """The state that a step leads to.

    Raises:
        NotPossible: it leads nowhere from here. The message says what can be done instead.
    """
    return after(CONTACT_STEPS, state, action, "contact")
