"""One fact of a case with another value: the case as it would then be, and how far that is from what is recorded."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mappa_policy import parameters
from mappa_policy.case import Case, Event
from mappa_policy.explain import names_of_events

Raw = Mapping[str, Any]


class Kind(enum.IntEnum):
    """What sort of fact changes, nearest first: what nobody recorded, then a measure, a date, a kind, a happening."""

    MISSING = 0
    JUDGEMENT = 1
    LENGTH = 2
    AGE = 3
    DATE = 4
    YES_NO = 5
    COURT = 6
    DISPOSAL = 7
    HAPPENING = 8


@dataclass(frozen=True, slots=True)
class Variation:
    """A case in which one fact differs.

    Args:
        fact: the name of the fact, for example ``C1.victim_age``.
        words: what would be otherwise, to follow "if": ``the age of the victim were 15 instead of 16``.
        kind: the sort of fact; nearer sorts come first.
        size: how far within its sort: months, years of age or days; nought where there is no measure.
        case: the whole case with the one fact changed.
    """

    fact: str
    words: str
    kind: Kind
    size: int
    case: Raw

    @property
    def nearness(self) -> tuple[int, int, str]:
        """Sorts the nearest change first; the words settle a tie, so that the order never moves."""
        return (self.kind.value, self.size, self.words)


@dataclass(frozen=True, slots=True)
class Asked:
    """The case as given and as read, with the day and the edition of the question."""

    raw: Raw
    case: Case
    as_of: dt.date
    edition: str

    @property
    def names(self) -> dict[str, str]:
        """What each event is called in a sentence."""
        return names_of_events(self.raw)

    def number(self, name: str) -> int:
        """The value of a parameter that is a number."""
        return parameters.value(name, self.edition).number

    def items(self, name: str) -> tuple[str, ...]:
        """The value of a parameter that is a list."""
        return parameters.value(name, self.edition).items

    def table(self, name: str) -> Mapping[str, Any]:
        """The value of a parameter that is a table."""
        value = parameters.value(name, self.edition).value
        return value if isinstance(value, dict) else {}

    def name_of(self, event: Event) -> str:
        """What an event is called in a sentence."""
        return self.names.get(event.id, event.id)

    def changed(self, event: Event, fields: Mapping[str, object], drop: tuple[str, ...] = ()) -> Raw:
        """The case with other fields in one event."""
        events = list(self.raw["events"])
        place = int(event.where.removeprefix("events[").removesuffix("]"))
        kept = {key: value for key, value in events[place].items() if key not in drop}
        events[place] = {**kept, **fields}
        return {**self.raw, "events": events}

    def without(self, event: Event) -> Raw:
        """The case as if one event had not been recorded."""
        place = int(event.where.removeprefix("events[").removesuffix("]"))
        return {**self.raw, "events": [held for index, held in enumerate(self.raw["events"]) if index != place]}

    def with_event(self, **event: object) -> Raw:
        """The case with one event more."""
        return {**self.raw, "events": [*self.raw["events"], event]}
