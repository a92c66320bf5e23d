"""Reads one case: who, which dated events, which judgements people recorded.

What cannot be read raises ``BadCase`` with the place, the fault and the remedy. What is not in the vocabulary
is kept in ``unknown``, by name.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mappa_policy import vocabulary as words
from mappa_policy.model import BadCase


class Event(NamedTuple):
    """One dated event. ``id`` is its own or, where it has none, ``events[3]``."""

    id: str
    type: str
    date: dt.date
    where: str
    fields: Mapping[str, object]

    def text(self, key: str) -> str:
        """A text, or empty where the event does not say."""
        value = self.fields.get(key)
        return "" if value is None else str(value)

    def number(self, key: str) -> int | None:
        """A whole number, or none where the event does not say."""
        value = self.fields.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def day(self, key: str) -> dt.date | None:
        """A date, or none where the event does not say."""
        value = self.fields.get(key)
        return value if isinstance(value, dt.date) else None

    def yes(self, key: str) -> bool | None:
        """Yes, no, or none where the event does not say."""
        value = self.fields.get(key)
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything recorded about one person, as it was given."""

    id: str
    as_of: dt.date | None
    dob: dt.date | None
    events: tuple[Event, ...]
    assessment: Mapping[str, bool]
    unknown: tuple[str, ...] = field(default_factory=tuple)


# Not policy: no life, sentence or order that a file can be about lies outside these days or lengths.
FIRST_DAY, LAST_DAY = dt.date(1850, 1, 1), dt.date(2200, 12, 31)
LONGEST = 10_000
LEVELS = (1, 2, 3)


def _place(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _day(where: str, key: str, value: object) -> dt.date:
    found: dt.date | None = None
    if isinstance(value, str):
        try:
            found = dt.date.fromisoformat(value.strip())
        except ValueError:
            found = None
    elif isinstance(value, dt.datetime):
        found = value.date()
    elif isinstance(value, dt.date):
        found = value
    if found is None:
        raise BadCase(_place(where, key), f"{value!r} is not a date.", "Write it as 2019-03-31.")
    if not FIRST_DAY <= found <= LAST_DAY:
        raise BadCase(
            _place(where, key), f"{found} cannot be the day.", "Correct the year, or leave out what has no end."
        )
    return found


def _table(where: str, value: object) -> Mapping[str, object]:
    if isinstance(value, dict) and value.keys() <= words.EVERY_KEY:
        return value  # nearly every table: its keys are words, so they are text
    if not isinstance(value, Mapping):
        raise BadCase(where, f"{value!r} is not a table.", "Write keys and values.")
    for key in value:
        if not isinstance(key, str):
            remedy = "Put it in quotes: YAML reads a bare on, off, yes or no as true or false."
            raise BadCase(where, f"The key {key!r} is not text.", remedy)
    return value


def _order(where: str, key: str, value: object) -> object:
    """YAML reads a bare NO as false; among the codes of orders only the notification order can be meant."""
    if value is False:
        return "NO"
    if isinstance(value, str):
        return value.strip()
    raise BadCase(_place(where, key), f"{value!r} is not the code of an order.", "Use a code of orders.csv, in quotes.")


def _number(where: str, key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadCase(_place(where, key), f"{value!r} is not a whole number of nought or more.", "Write it in digits.")
    if value > LONGEST:
        raise BadCase(_place(where, key), f"{value} is too large to be meant.", "Correct the number.")
    if key == "level" and value not in LEVELS:
        raise BadCase(_place(where, key), f"There is no level {value}.", "Write 1, 2 or 3.")
    return value


def _yes_or_no(where: str, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadCase(_place(where, key), f"{value!r} is not true or false.", "Write true or false.")
    return value


def _text(where: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadCase(_place(where, key), f"{value!r} is not text.", "Put it in quotes.")
    return value


# How each key of an event is read; one that is not here is kept as it stands.
READERS: Mapping[str, Callable[[str, str, object], object]] = {
    **dict.fromkeys(words.TEXT_KEYS, _text),
    **dict.fromkeys(words.YES_NO_KEYS, _yes_or_no),
    **dict.fromkeys(words.WHOLE_NUMBER_KEYS, _number),
    **dict.fromkeys(words.DATE_KEYS, _day),
    "order": _order,
}


# The kind of value that a key takes as it stands, so that nothing need be read; the date of an event is read before.
AS_IT_STANDS: Mapping[str, type] = {
    "date": dt.date,
    **dict.fromkeys(words.TEXT_KEYS, str),
    **dict.fromkeys(words.YES_NO_KEYS, bool),
    "offence": dict,
}


def _fields(where: str, row: Mapping[str, object], kind: str, date: dt.date, unknown: list[str]) -> dict[str, object]:
    """What an event says, read key by key; a key without a value is kept as none, one that is no word is named."""
    known, fields = words.KEYS_OF_EVENT[kind], dict(row)
    if not fields.keys() <= known:
        unknown += [f"{where}.{key}" for key in row if key not in known]
        fields = {key: value for key, value in row.items() if key in known}
    fields["date"] = date
    for key, value in fields.items():
        if type(value) is not AS_IT_STANDS.get(key) and value is not None and (read := READERS.get(key)):
            fields[key] = read(where, key, value)
    return fields


def _note_unknown(where: str, row: Mapping[str, object], known: frozenset[str], unknown: list[str]) -> None:
    """Remember the keys that are no words of a case, by name."""
    if not row.keys() <= known:
        unknown += [f"{where}{key}" for key in row if key not in known]


def _event(index: int, raw: object, unknown: list[str]) -> Event | None:
    where = f"events[{index}]"
    row = _table(where, raw)
    kind = row.get("type")
    if not isinstance(kind, str):
        raise BadCase(f"{where}.type", "The event does not say what it is.", "Add type: conviction, or another.")
    written = row.get("date")
    if written is None:
        raise BadCase(f"{where}.date", f"The {kind} has no date.", "Add date: 2019-03-31.")
    date = _day(where, "date", written)
    if kind not in words.KEYS_OF_EVENT:
        unknown.append(f"{where}.type: {kind}")
        return None
    fields = _fields(where, row, kind, date, unknown)
    if fields.get("offence") is not None:
        offence = _table(f"{where}.offence", fields["offence"])
        _note_unknown(f"{where}.offence.", offence, words.OFFENCE_KEYS, unknown)
    name = fields.get("id")
    return Event(str(name) if name else where, kind, date, where, fields)


def _check_names(events: Sequence[Event]) -> None:
    """Refuse two events of one name, and an event that belongs to none there is."""
    names = [event.id for event in events]
    known = set(names)
    for event in events:
        if len(known) < len(names) and names.count(event.id) > 1:
            raise BadCase(f"{event.where}.id", f"Two events are called {event.id!r}.", "Give each its own id.")
        target = event.text("for_event")
        if target and target not in known:
            raise BadCase(f"{event.where}.for_event", f"There is no event {target!r}.", "Use the id of an event.")


def _check_order(dob: dt.date | None, events: Sequence[Event]) -> None:
    """Refuse what cannot have happened: events before birth, verdicts after death, offences after verdicts."""
    died = dt.date.max
    for event in events:
        if event.type == "death" and event.date < died:
            died = event.date
    for event in events:
        if dob is not None and event.date < dob:
            raise BadCase(
                f"{event.where}.date",
                f"The {event.type} of {event.date} is before the birth on {dob}.",
                "Correct one of the two dates.",
            )
        if event.type not in words.GUILT:
            continue
        if event.date > died:
            raise BadCase(
                f"{event.where}.date",
                f"The {event.type} of {event.date} is after the death on {died}.",
                "Correct one of the two dates.",
            )
        offended = event.day("offence_date")
        if offended is not None and offended > event.date:
            raise BadCase(
                f"{event.where}.offence_date",
                f"The offence of {offended} is after the {event.type} of {event.date}.",
                "Correct one of the two dates.",
            )


def _judgements(row: Mapping[str, object], unknown: list[str]) -> dict[str, bool]:
    """What people judged, by the name of the judgement; one that is not recorded is left out."""
    judged = _table("assessment", row.get("assessment") or {})
    _note_unknown("assessment.", judged, words.ASSESSMENT_KEYS, unknown)
    for key, value in judged.items():
        if key in words.ASSESSMENT_KEYS and value is not None and not isinstance(value, bool):
            raise BadCase(f"assessment.{key}", f"{value!r} is not true or false.", "Write true or false.")
    return {key: value for key, value in judged.items() if isinstance(value, bool)}


def read_case(raw: object) -> Case:
    """Read a case shaped like a worked vignette.

    Raises:
        BadCase: it cannot be read; the message names the place, the fault and the remedy.
    """
    row = _table("case", raw)
    unknown: list[str] = []
    if not row.keys() <= words.KEYS_OF_CASE:
        unknown += [key for key in row if key not in words.KEYS_OF_CASE and not key.startswith("expected")]
    person = _table("person", row.get("person") or {})
    _note_unknown("person.", person, words.PERSON_KEYS, unknown)
    born, as_of = person.get("dob"), row.get("as_of")
    dob = None if born is None else _day("person", "dob", born)
    listed = row.get("events")
    if not isinstance(listed, list):
        raise BadCase("events", "There is no list of events.", "Add events: with one item for each.")
    read = [_event(index, item, unknown) for index, item in enumerate(listed)]
    events = tuple(event for event in read if event is not None)
    _check_names(events)
    _check_order(dob, events)
    assessment = _judgements(row, unknown)
    return Case(
        id=str(row.get("id", "")),
        as_of=None if as_of is None else _day("", "as_of", as_of),
        dob=dob,
        events=events,
        assessment=assessment,
        unknown=tuple(unknown),
    )
