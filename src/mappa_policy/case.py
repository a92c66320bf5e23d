"""Reads one case: who, which dated events, which judgements people recorded.

What cannot be read raises ``BadCase`` with the place, the fault and the remedy. What is not in the vocabulary
is kept in ``unknown``, by name.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from mappa_policy import vocabulary as words
from mappa_policy.case_values import READERS, read_day, read_table, table_of, to_read
from mappa_policy.model import BadCase, record


@record
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


@record
class Case:
    """Everything recorded about one person, as it was given."""

    id: str
    as_of: dt.date | None
    dob: dt.date | None
    events: tuple[Event, ...]
    assessment: Mapping[str, bool]
    unknown: tuple[str, ...] = ()


def _fields(where: str, row: Mapping[str, object], kind: str, date: dt.date, unknown: list[str]) -> dict[str, object]:
    """What an event says, read key by key; a key that is no word of its kind is named and left out."""
    keys = to_read(kind, (*row,), (*map(type, row.values()),))
    if keys is None:
        known = words.KEYS_OF_EVENT[kind]
        unknown += [f"{where}.{key}" for key in row if key not in known]
        return _fields(where, {key: value for key, value in row.items() if key in known}, kind, date, unknown)
    fields = {**row}
    fields["date"] = date
    for key in keys:
        fields[key] = READERS[key](where, key, fields[key])
    return fields


def _event(index: int, raw: object, unknown: list[str]) -> Event | None:
    """One event; none where there is no such type of event."""
    where = f"events[{index}]"
    row = read_table(where, raw)
    kind = row.get("type")
    if not isinstance(kind, str):
        raise BadCase(f"{where}.type", "The event does not say what it is.", "Add type: conviction, or another.")
    written = row.get("date")
    if written is None:
        raise BadCase(f"{where}.date", f"The {kind} has no date.", "Add date: 2019-03-31.")
    date = read_day(where, "date", written)
    if kind not in words.KEYS_OF_EVENT:
        unknown.append(f"{where}.type: {kind}")
        return None
    fields = _fields(where, row, kind, date, unknown)
    if "offence" in fields and (offence := fields["offence"]) is not None:
        table_of(f"{where}.offence", offence, words.OFFENCE_KEYS, unknown)
    name = fields.get("id")
    return Event(str(name) if name else where, kind, date, where, fields)


def _events(listed: Sequence[object], dob: dt.date | None, unknown: list[str]) -> list[Event]:
    """Every event, in one pass that sees whether a name or a day can be wrong; only then is each event checked."""
    events: list[Event] = []
    names: set[str] = set()
    belongs: set[object] = set()
    born, in_order = dob or dt.date.min, True
    for index, item in enumerate(listed):
        event = _event(index, item, unknown)
        if event is None:
            continue
        events.append(event)
        names.add(event.id)
        said, date = event.fields, event.date
        if target := said.get("for_event"):
            belongs.add(target)
        if (
            date < born
            or event.type == "death"
            or ("offence_date" in said and (event.day("offence_date") or date) > date)
        ):
            in_order = False
    if len(names) < len(events) or not belongs <= names:
        _check_names(events)
    if not in_order:
        _check_order(dob, events)
    return events


def _check_names(events: Sequence[Event]) -> None:
    """Refuse two events of one name, and an event that belongs to none there is."""
    names = [event.id for event in events]
    known = {*names}
    repeated = len(known) < len(names)
    for event in events:
        if repeated and names.count(event.id) > 1:
            raise BadCase(f"{event.where}.id", f"Two events are called {event.id!r}.", "Give each its own id.")
        target = event.fields.get("for_event")
        if target and target not in known:
            raise BadCase(f"{event.where}.for_event", f"There is no event {target!r}.", "Use the id of an event.")


def _check_order(dob: dt.date | None, events: Sequence[Event]) -> None:
    """Refuse what cannot have happened: events before birth, verdicts after death, offences after verdicts."""
    died = dt.date.max
    for event in events:
        if event.type == "death" and event.date < died:
            died = event.date
    born = dob or dt.date.min
    for event in events:
        if event.date < born:
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
    given = row.get("assessment")
    if not given:
        return {}
    judged = table_of("assessment", given, words.ASSESSMENT_KEYS, unknown)
    for key, value in judged.items():
        if key in words.ASSESSMENT_KEYS and value is not None and not isinstance(value, bool):
            raise BadCase(f"assessment.{key}", f"{value!r} is not true or false.", "Write true or false.")
    return {key: value for key, value in judged.items() if isinstance(value, bool)}


def read_case(raw: object) -> Case:
    """Read a case shaped like a worked vignette.

    Raises:
        BadCase: it cannot be read; the message names the place, the fault and the remedy.
    """
    row = read_table("case", raw)
    unknown: list[str] = []
    if not row.keys() <= words.KEYS_OF_CASE:
        unknown += [key for key in row if key not in words.KEYS_OF_CASE and not key.startswith("expected")]
    person = table_of("person", row.get("person") or {}, words.PERSON_KEYS, unknown)
    born, as_of = person.get("dob"), row.get("as_of")
    dob = None if born is None else read_day("person", "dob", born)
    listed = row.get("events")
    if not isinstance(listed, list):
        raise BadCase("events", "There is no list of events.", "Add events: with one item for each.")
    events = _events(listed, dob, unknown)
    assessment = _judgements(row, unknown)
    day = None if as_of is None else read_day("", "as_of", as_of)
    return Case(str(row.get("id", "")), day, dob, tuple(events), assessment, tuple(unknown))
