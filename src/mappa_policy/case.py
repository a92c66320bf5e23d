"""Reads one case: who, which dated events, which judgements people recorded.

What cannot be read raises ``BadCase`` with the place, the fault and the remedy. What is not in the vocabulary
is kept in ``unknown``, by name.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mappa_policy import vocabulary as words
from mappa_policy.model import BadCase


@dataclass(frozen=True, slots=True)
class Event:
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


def _day(where: str, value: object) -> dt.date:
    found: dt.date | None = None
    if isinstance(value, dt.datetime):
        found = value.date()
    elif isinstance(value, dt.date):
        found = value
    elif isinstance(value, str):
        with contextlib.suppress(ValueError):
            found = dt.date.fromisoformat(value.strip())
    if found is None:
        raise BadCase(where, f"{value!r} is not a date.", "Write it as 2019-03-31.")
    if not FIRST_DAY <= found <= LAST_DAY:
        raise BadCase(where, f"{found} cannot be the day.", "Correct the year, or leave out what has no end.")
    return found


def _table(where: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadCase(where, f"{value!r} is not a table.", "Write keys and values.")
    for key in value:
        if not isinstance(key, str):
            remedy = "Put it in quotes: YAML reads a bare on, off, yes or no as true or false."
            raise BadCase(where, f"The key {key!r} is not text.", remedy)
    return value


def _order(where: str, value: object) -> object:
    """YAML reads a bare NO as false; among the codes of orders only the notification order can be meant."""
    if value is False:
        return "NO"
    if isinstance(value, str):
        return value.strip()
    raise BadCase(where, f"{value!r} is not the code of an order.", "Use a code of orders.csv, in quotes.")


def _number(where: str, key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadCase(where, f"{value!r} is not a whole number of nought or more.", "Write it in digits.")
    if value > LONGEST:
        raise BadCase(where, f"{value} is too large to be meant.", "Correct the number.")
    if key == "level" and value not in LEVELS:
        raise BadCase(where, f"There is no level {value}.", "Write 1, 2 or 3.")
    return value


def _one(where: str, key: str, value: object) -> object:
    if value is None:
        return None
    if key in words.DATE_KEYS:
        return _day(where, value)
    if key == "order":
        return _order(where, value)
    if key in words.WHOLE_NUMBER_KEYS:
        return _number(where, key, value)
    if key in words.YES_NO_KEYS:
        if not isinstance(value, bool):
            raise BadCase(where, f"{value!r} is not true or false.", "Write true or false.")
        return value
    if key in words.TEXT_KEYS and not isinstance(value, str):
        raise BadCase(where, f"{value!r} is not text.", "Put it in quotes.")
    return value


def _extra(where: str, keys: Iterable[object], known: frozenset[str]) -> list[str]:
    return [f"{where}{key}" for key in keys if key not in known]


def _event(index: int, raw: object, unknown: list[str]) -> Event | None:
    where = f"events[{index}]"
    row = _table(where, raw)
    kind = row.get("type")
    if not isinstance(kind, str):
        raise BadCase(f"{where}.type", "The event does not say what it is.", "Add type: conviction, or another.")
    if "date" not in row or row["date"] is None:
        raise BadCase(f"{where}.date", f"The {kind} has no date.", "Add date: 2019-03-31.")
    date = _day(f"{where}.date", row["date"])
    if kind not in words.EVENT_KEYS:
        unknown.append(f"{where}.type: {kind}")
        return None
    known = words.EVENT_KEYS[kind] | words.EVERY_EVENT
    unknown += _extra(f"{where}.", row, known)
    fields = {key: _one(f"{where}.{key}", key, value) for key, value in row.items() if key in known}
    if kind in words.GUILT and fields.get("offence") is not None:
        offence = _table(f"{where}.offence", fields["offence"])
        unknown += _extra(f"{where}.offence.", offence, words.OFFENCE_KEYS)
    name = fields.get("id")
    return Event(str(name) if name else where, kind, date, where, fields)


def _check_order(dob: dt.date | None, events: Sequence[Event]) -> None:
    """Refuse what cannot have happened: events before birth, verdicts after death, offences after verdicts."""
    died = min((event.date for event in events if event.type == "death"), default=dt.date.max)
    for event in events:
        if dob is not None and event.date < dob:
            raise BadCase(
                f"{event.where}.date",
                f"The {event.type} of {event.date} is before the birth on {dob}.",
                "Correct one of the two dates.",
            )
        if event.type in words.GUILT and event.date > died:
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


def read_case(raw: object) -> Case:
    """Read a case shaped like a worked vignette.

    Raises:
        BadCase: it cannot be read; the message names the place, the fault and the remedy.
    """
    row = _table("case", raw)
    unknown = [
        str(key) for key in row if key not in words.CASE_KEYS | words.CASE_NOTES and not str(key).startswith("expected")
    ]
    person = _table("person", row.get("person") or {})
    unknown += _extra("person.", person, words.PERSON_KEYS)
    dob = None if person.get("dob") is None else _day("person.dob", person["dob"])
    listed = row.get("events")
    if not isinstance(listed, list):
        raise BadCase("events", "There is no list of events.", "Add events: with one item for each.")
    events = tuple(event for index, item in enumerate(listed) if (event := _event(index, item, unknown)))
    names = [event.id for event in events]
    for event in events:
        if names.count(event.id) > 1:
            raise BadCase(f"{event.where}.id", f"Two events are called {event.id!r}.", "Give each its own id.")
        target = event.text("for_event")
        if target and target not in names:
            raise BadCase(f"{event.where}.for_event", f"There is no event {target!r}.", "Use the id of an event.")
    _check_order(dob, events)
    judged = _table("assessment", row.get("assessment") or {})
    unknown += _extra("assessment.", judged, words.ASSESSMENT_KEYS)
    for key, value in judged.items():
        if key in words.ASSESSMENT_KEYS and value is not None and not isinstance(value, bool):
            raise BadCase(f"assessment.{key}", f"{value!r} is not true or false.", "Write true or false.")
    return Case(
        id=str(row.get("id", "")),
        as_of=None if row.get("as_of") is None else _day("as_of", row["as_of"]),
        dob=dob,
        events=events,
        assessment={key: value for key, value in judged.items() if isinstance(value, bool)},
        unknown=tuple(unknown),
    )
