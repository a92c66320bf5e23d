"""Reads one scenario: who, which categories, which dated events.

What cannot be read, or cannot have happened, raises ``BadCase`` with the scenario, the key, the fault and the
remedy. What is not in the vocabulary is kept by name in ``unknown``; it is never dropped in silence.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from mappa_policy.model import BadCase
from mappa_policy.reading import HERE, mapping, read_yaml

FILE = HERE / "duties" / "vocabulary.yaml"
PDP = "pdp"
EARLIEST = 1900
LATEST = 2199


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
class Scenario:
    """One case as recorded. ``events`` are in order of date, and of the list within a day."""

    id: str
    edition: str | None
    on: dt.date | None
    dob: dt.date | None
    is_pdp: bool
    categories: frozenset[int]
    events: tuple[Event, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventType:
    """What the vocabulary says of one type. Each field: may it be absent, and what it holds."""

    name: str
    living: bool
    fields: Mapping[str, tuple[bool, object]]


@functools.cache
def _vocabulary() -> Mapping[str, object]:
    return mapping(FILE, "file", read_yaml(FILE))


@functools.cache
def event_types() -> Mapping[str, EventType]:
    """Every type of event that the engine knows."""
    found = {}
    for name, raw in mapping(FILE, "events", _vocabulary().get("events")).items():
        row = mapping(FILE, name, raw)
        required = mapping(FILE, name, row.get("required", {}))
        optional = mapping(FILE, name, row.get("optional", {}))
        fields = {key: (False, kind) for key, kind in required.items()}
        fields |= {key: (True, kind) for key, kind in optional.items()}
        found[name] = EventType(name, bool(row.get("living")), fields)
    return found


def _list(key: str) -> tuple[object, ...]:
    listed = _vocabulary().get(key)
    return tuple(listed) if isinstance(listed, list) else ()


class _Reader:
    """Reads one scenario and says where a fault is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.unknown: list[str] = []

    def refuse(self, key: str, what: str, remedy: str) -> NoReturn:
        raise BadCase(f"scenario {self.name}: {key}", what, remedy)

    def day(self, key: str, value: object) -> dt.date:
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value.strip())
            except ValueError:
                self.refuse(key, f"{value!r} is not a date.", "Write it as 2026-03-31.")
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            self.refuse(key, f"{value!r} is not a date.", "Write it as 2026-03-31, without a time.")
        if not EARLIEST <= value.year <= LATEST:
            self.refuse(key, f"{value} is out of range.", f"Use a year from {EARLIEST} to {LATEST}.")
        return value

    def table(self, key: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            self.refuse(key, f"{value!r} is not a table.", "Write keys and values.")
        if True in value or False in value:
            self.refuse(
                f"{key}: on" if True in value else key,
                "A key was read as true or false, because YAML reads a bare on, yes, off or no that way.",
                'Put the key in quotes: "on": 2026-03-02.',
            )
        return value

    def category(self, key: str, value: object) -> int:
        if isinstance(value, bool) or value not in _list("categories") or not isinstance(value, int):
            self.refuse(key, f"{value!r} is not a category.", "Use 1, 2, 3 or 4 (or category: pdp alone).")
        return value

    def field(self, key: str, kind: object, value: object) -> object:
        if isinstance(kind, list):
            if isinstance(value, bool) or value not in kind:
                choices = ", ".join(str(choice) for choice in kind)
                self.refuse(key, f"{value!r} is not known.", f"Use one of: {choices}.")
            return value
        if kind == "date":
            return self.day(key, value)
        if kind == "category":
            return value if value == PDP else self.category(key, value)
        if kind == "yes or no":
            if not isinstance(value, bool):
                self.refuse(key, f"{value!r} is not true or false.", "Write true or false.")
            return value
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, f"{value!r} is not text.", "Write a word; put it in quotes if YAML misreads it.")
        return value.strip()

    def event(self, place: int, raw: object) -> Event | None:
        where = f"events[{place}]"
        row = self.table(where, raw)
        name = row.get("type")
        if not isinstance(name, str):
            self.refuse(f"{where}.type", "The event does not say what it is.", "Add type: meeting_held, say.")
        if row.get("date") is None:
            self.refuse(f"{where}.date", f"The {name} has no date.", "Add date: 2026-03-31.")
        date = self.day(f"{where}.date", row["date"])
        kind = event_types().get(name)
        if kind is None:
            self.unknown.append(f"{where}.type: {name}")
            return None
        fields: dict[str, object] = {}
        for key, (optional, holds) in kind.fields.items():
            value = row.get(key)
            if value is not None:
                fields[key] = self.field(f"{where}.{key}", holds, value)
            elif not optional:
                self.refuse(f"{where}.{key}", f"The {name} does not say {key}.", f"Add {key}: to the event.")
        return Event(name, date, place, fields)

    def categories(self, row: Mapping[str, object]) -> tuple[bool, frozenset[int]]:
        recorded, listed = row.get("category"), row.get("categories")
        if recorded is None and not listed:
            self.refuse("category", "There is no category.", "Add category: 1, 2, 3, 4 or pdp.")
        if recorded == PDP:
            if listed:
                self.refuse("categories", "A PDP is in no category.", "Remove categories, or pdp.")
            return True, frozenset()
        if listed is not None and not isinstance(listed, list | tuple | set | frozenset):
            self.refuse("categories", f"{listed!r} is not a list.", "Write categories: [1, 2].")
        held = frozenset(self.category("categories", item) for item in listed or ())
        if recorded is not None:
            one = self.category("category", recorded)
            if held and one not in held:
                self.refuse("categories", f"Category {one} is not in {sorted(held)}.", "Add it to the list.")
            held |= {one}
        return False, held


def _check_fields_together(reader: _Reader, event: Event) -> None:
    """Refuse what a single event cannot say."""
    where = f"events[{event.place}]"
    if event.type == "referral_decided" and event.get("outcome") == "accepted" and event.get("level") is None:
        reader.refuse(f"{where}.level", "An accepted referral names a level.", "Add level: 2 or 3.")
    if event.type == "meeting_held" and event.get("level") != 1 and event.get("kind") is None:
        reader.refuse(f"{where}.kind", "The kind of meeting decides what it counts for.", "Add kind: review, say.")
    issued_for = event.day("for")
    if issued_for is not None and issued_for > event.date:
        reader.refuse(
            f"{where}.for",
            f"Minutes issued on {event.date} cannot be of a meeting on {issued_for}.",
            "Correct one of the two dates.",
        )


def _check_story(reader: _Reader, dob: dt.date | None, held: frozenset[int], events: list[Event]) -> None:
    """Refuse what cannot have happened: before birth, after death, leaving what was not held."""
    died: Event | None = None
    left: set[object] = set()
    kinds = event_types()
    for event in events:
        where = f"events[{event.place}]"
        if dob is not None and event.date < dob:
            reader.refuse(
                f"{where}.date",
                f"The {event.type} of {event.date} is before the birth on {dob}.",
                "Correct one of the two dates.",
            )
        if died is not None and kinds[event.type].living and (event.date > died.date or event.type == "died"):
            reader.refuse(
                f"{where}.date",
                f"The {event.type} of {event.date} cannot follow the death on {died.date}.",
                "Correct one of the two dates, or remove one event.",
            )
        if event.type == "died":
            died = event
        if event.type == "exited" and event.get("category") != PDP:
            category = event.get("category")
            if category not in held or category in left:
                reader.refuse(
                    f"{where}.category",
                    f"Category {category} was not held on {event.date}.",
                    "Correct the category, add it to categories, or remove the event.",
                )
            left.add(category)


def _in_order(event: Event) -> tuple[dt.date, int]:
    return event.date, event.place


def read_scenario(raw: object) -> Scenario:
    """Read a scenario shaped like a worked timeline.

    Args:
        raw: the scenario as a table; dates are dates or ISO texts.

    Raises:
        BadCase: it cannot be read or contradicts itself.
    """
    named = raw.get("id") if isinstance(raw, Mapping) else None
    reader = _Reader(str(named) if named not in (None, "") else "without an id")
    row = reader.table("scenario", raw)
    reader.unknown += [f"{key}" for key in row if key not in _list("scenario")]
    person = reader.table("person", row.get("person") or {})
    dob = None if person.get("dob") is None else reader.day("person.dob", person["dob"])
    on = None if row.get("on") is None else reader.day("on", row["on"])
    edition = row.get("edition")
    if edition is not None and not isinstance(edition, str):
        reader.refuse("edition", f"{edition!r} is not the id of an edition.", "Write hampshire-2008, say.")
    is_pdp, held = reader.categories(row)
    listed = row.get("events")
    if not isinstance(listed, list | tuple):
        reader.refuse("events", "There is no list of events.", "Add events: with one item for each, or [].")
    events = [event for place, item in enumerate(listed) if (event := reader.event(place, item)) is not None]
    for event in events:
        _check_fields_together(reader, event)
    events.sort(key=_in_order)
    if not is_pdp:
        _check_story(reader, dob, held, events)
    return Scenario(
        id="" if named is None else str(named),
        edition=edition,
        on=on,
        dob=dob,
        is_pdp=is_pdp,
        categories=held,
        events=tuple(events),
        unknown=tuple(reader.unknown),
    )
