"""Reads one scenario: who, which categories, which dated events.

What cannot be read, or cannot have happened, raises ``BadCase`` with the scenario, the key, the fault and the
remedy. What is not in the vocabulary is kept by name in ``unknown``; it is never dropped in silence. What may have been
told out of order is kept in ``doubts``.
"""

import datetime as dt
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from mappa_policy.duties.events import Event, EventType, event_types, listed
from mappa_policy.duties.story import PDP, check_fields_together, check_story, doubts_about
from mappa_policy.model import BadCase

EARLIEST = 1900
LATEST = 2199


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
    doubts: tuple[str, ...]


def _short(value: object) -> str:
    """A value as it is quoted in a message, however large or deep it is."""
    quoting = reprlib.Repr()
    quoting.maxlevel, quoting.maxlist, quoting.maxdict, quoting.maxstring = 2, 3, 3, 60
    return quoting.repr(value)


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
                self.refuse(key, f"{_short(value)} is not a date.", "Write it as 2026-03-31.")
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            self.refuse(key, f"{_short(value)} is not a date.", "Write it as 2026-03-31, without a time.")
        if not EARLIEST <= value.year <= LATEST:
            self.refuse(key, f"{value} is out of range.", f"Use a year from {EARLIEST} to {LATEST}.")
        return value

    def table(self, key: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            self.refuse(key, f"{_short(value)} is not a table.", "Write keys and values.")
        if True in value or False in value:
            self.refuse(
                f"{key}: on" if True in value else key,
                "A key was read as true or false, because YAML reads a bare on, yes, off or no that way.",
                'Put the key in quotes: "on": 2026-03-02.',
            )
        return value

    def category(self, key: str, value: object) -> int:
        if isinstance(value, bool) or value not in listed("categories") or not isinstance(value, int):
            self.refuse(key, f"{_short(value)} is not a category.", "Use 1, 2, 3 or 4 (or category: pdp alone).")
        return value

    def field(self, key: str, kind: object, value: object) -> object:
        if isinstance(kind, list):
            if isinstance(value, bool) or value not in kind:
                choices = ", ".join(str(choice) for choice in kind)
                self.refuse(key, f"{_short(value)} is not known.", f"Use one of: {choices}.")
            return value
        if kind == "date":
            return self.day(key, value)
        if kind == "category":
            return value if value == PDP else self.category(key, value)
        if kind == "yes or no":
            if not isinstance(value, bool):
                self.refuse(key, f"{_short(value)} is not true or false.", "Write true or false.")
            return value
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, f"{_short(value)} is not text.", "Write a word; put it in quotes if YAML misreads it.")
        return value.strip()

    def event(self, place: int, raw: object) -> Event | None:
        where = f"events[{place}]"
        row = self.table(where, raw)
        name = row.get("type")
        if not isinstance(name, str) or not name.strip():
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
        self._name_unknown(where, row, kind)
        return Event(name, date, place, fields)

    def _name_unknown(self, where: str, row: Mapping[str, object], kind: EventType) -> None:
        known = {"type", "date", *kind.fields, *kind.unused}
        self.unknown += [f"{where}.{key}" for key in row if key not in known]

    def categories(self, row: Mapping[str, object]) -> tuple[bool, frozenset[int]]:
        recorded, several = row.get("category"), row.get("categories")
        if recorded is None and not several:
            self.refuse("category", "There is no category.", "Add category: 1, 2, 3, 4 or pdp.")
        if recorded == PDP:
            if several:
                self.refuse("categories", "A PDP is in no category.", "Remove categories, or pdp.")
            return True, frozenset()
        if several is not None and not isinstance(several, list | tuple | set | frozenset):
            self.refuse("categories", f"{_short(several)} is not a list.", "Write categories: [1, 2].")
        held = frozenset(self.category("categories", item) for item in several or ())
        if recorded is not None:
            one = self.category("category", recorded)
            if held and one not in held:
                self.refuse("categories", f"Category {one} is not in {sorted(held)}.", "Add it to the list.")
            held |= {one}
        return False, held


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
    reader.unknown += [f"{key}" for key in row if key not in listed("scenario")]
    person = reader.table("person", {} if row.get("person") is None else row["person"])
    reader.unknown += [f"person.{key}" for key in person if key not in listed("person")]
    dob = None if person.get("dob") is None else reader.day("person.dob", person["dob"])
    on = None if row.get("on") is None else reader.day("on", row["on"])
    edition = row.get("edition")
    if edition is not None and not isinstance(edition, str):
        reader.refuse("edition", f"{_short(edition)} is not the id of an edition.", "Write hampshire-2008, say.")
    is_pdp, held = reader.categories(row)
    told = row.get("events")
    if not isinstance(told, list | tuple):
        reader.refuse("events", "There is no list of events.", "Add events: with one item for each, or [].")
    events = [event for place, item in enumerate(told) if (event := reader.event(place, item)) is not None]
    for event in events:
        check_fields_together(reader.refuse, event)
    events.sort(key=_in_order)
    if not is_pdp:
        check_story(reader.refuse, dob, held, events)
    return Scenario(
        id="" if named is None else str(named),
        edition=edition,
        on=on,
        dob=dob,
        is_pdp=is_pdp,
        categories=held,
        events=tuple(events),
        unknown=tuple(reader.unknown),
        doubts=() if is_pdp else tuple(doubts_about(events)),
    )
