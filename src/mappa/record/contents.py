"""The one place where the content of an attachment is read or written. The database keeps it sealed (docs/adr/0020)."""

from typing import Any

from mappa.kernel.sealed_fields import Unreadable
from mappa.record.models import Attachment


def content_of(entry: Attachment) -> dict[str, str]:
    """What an entry says, by the names of the fields of its type.

    Empty where the entry says that there is nothing, and where it cannot be read: ask `unreadable` before saying so.
    """
    held = entry.content
    return {} if isinstance(held, Unreadable) else dict(held)


def unreadable(entry: Attachment) -> str:
    """The sentence that says why an entry cannot be read; blank where it can."""
    held = entry.content
    return str(held) if isinstance(held, Unreadable) else ""


def sealed(content: dict[str, str]) -> dict[str, Any]:
    """Content in the form in which it is given to a new `Attachment`, which seals it when it is saved."""
    return {"content": content}
