"""The one place where the content of an attachment is read or written.

Nothing filters or sorts inside it in the database, so it can be stored in another form by changing these two functions.
"""

from typing import Any

from mappa.record.models import Attachment


def content_of(entry: Attachment) -> dict[str, str]:
    """What an entry says, by the names of the fields of its type. Empty where the entry says that there is nothing."""
    return dict(entry.content)


def sealed(content: dict[str, str]) -> dict[str, Any]:
    """Content in the form in which it is stored: keyword arguments for a new `Attachment`."""
    return {"content": content}
