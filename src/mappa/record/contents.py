"""The one place where the content of an entry is read or written. The database keeps it sealed (docs/adr/0020)."""

from typing import Any, Protocol

from mappa.kernel.sealed_fields import Unreadable


class Entry(Protocol):
    """An attachment, or another row whose content is declared as that of one is."""

    content: Any


def content_of(entry: Entry) -> dict[str, str]:
    """What an entry says, by the names of the fields of its type.

    Empty where the entry says that there is nothing, and where it cannot be read: ask `unreadable` before saying so.
    """
    held = entry.content
    return {} if isinstance(held, Unreadable) else dict(held)


def unreadable(entry: Entry) -> str:
    """The sentence that says why an entry cannot be read; blank where it can."""
    held = entry.content
    return str(held) if isinstance(held, Unreadable) else ""


def sealed(content: dict[str, str]) -> dict[str, Any]:
    """Content in the form in which it is given to a new `Attachment`, which seals it when it is saved."""
    return {"content": content}
