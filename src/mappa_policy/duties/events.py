"""What can happen to a case: the types of event that the duty engine knows, and one event as recorded."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy.reading import HERE, BadFile, mapping, read_yaml

FILE = HERE / "duties" / "vocabulary.yaml"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on one day. ``place`` is its position in the list, from nought."""

    type: str
    date: dt.date
    place: int
    fields: Mapping[str, object]

    def get(self, key: str) -> object:
        """A field, or none where the event does not say."""
        return self.fields.get(key)

    def text(self, key: str) -> str:
        """A field as text, or empty where the event does not say."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""

    def day(self, key: str) -> dt.date | None:
        """A field as a date, or none where the event does not say."""
        value = self.fields.get(key)
        return value if isinstance(value, dt.date) else None


@dataclass(frozen=True, slots=True)
class EventType:
    """What the vocabulary says of one type.

    Args:
        living: it cannot happen after the person has died.
        fields: for each field that a rule reads: may it be absent, and what it holds.
        unused: fields that may stand there and that no rule reads.
        after: one of these has happened before it or on its day, or the story is in doubt.
    """

    name: str
    living: bool
    fields: Mapping[str, tuple[bool, object]]
    unused: tuple[str, ...]
    after: tuple[str, ...]


@functools.cache
def vocabulary() -> Mapping[str, object]:
    """The whole file."""
    return mapping(FILE, "file", read_yaml(FILE))


def listed(key: str) -> tuple[object, ...]:
    """One of its lists: ``scenario``, ``person`` or ``categories``."""
    found = vocabulary().get(key)
    return tuple(found) if isinstance(found, list) else ()


def _names(name: str, row: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = row.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise BadFile(FILE, f"{name}.{key}", f"{found!r} is not a list of names.", "Write [a, b].")
    return tuple(found)


@functools.cache
def event_types() -> Mapping[str, EventType]:
    """Every type of event that the engine knows.

    Raises:
        BadFile: the vocabulary is wrong; the message names the key.
    """
    found = {}
    for name, raw in mapping(FILE, "events", vocabulary().get("events")).items():
        row = mapping(FILE, name, raw)
        required = mapping(FILE, name, row.get("required", {}))
        optional = mapping(FILE, name, row.get("optional", {}))
        fields = {key: (False, kind) for key, kind in required.items()}
        fields |= {key: (True, kind) for key, kind in optional.items()}
        unused, after = _names(name, row, "unused"), _names(name, row, "after")
        found[name] = EventType(name, bool(row.get("living")), fields, unused, after)
    return found
