"""Reads one value of a case at a time: a day, a whole number, a text. ``case.py`` puts them together.

A value that cannot be read raises ``BadCase`` with the place, the fault and the remedy.
"""

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from types import NoneType

from mappa_policy import vocabulary as words
from mappa_policy.model import BadCase

# Not policy: no life, sentence or order that a file can be about lies outside these days or lengths.
FIRST_DAY, LAST_DAY = dt.date(1850, 1, 1), dt.date(2200, 12, 31)
LONGEST = 10_000
LEVELS = (1, 2, 3)
SHAPES_KEPT = 1024  # not policy: sorts of events in use at one time; one that was dropped is looked at again
_from_text = dt.date.fromisoformat


def _place(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _no_day(where: str, key: str, value: object) -> BadCase:
    return BadCase(_place(where, key), f"{value!r} is not a date.", "Write it as 2019-03-31.")


def read_day(where: str, key: str, value: object) -> dt.date:
    """A day, as a date or as ISO text."""
    if isinstance(value, str):
        try:
            found = _from_text(value.strip())
        except ValueError:
            raise _no_day(where, key, value) from None
    elif isinstance(value, dt.datetime):
        found = value.date()
    elif isinstance(value, dt.date):
        found = value
    else:
        raise _no_day(where, key, value)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise BadCase(
            _place(where, key), f"{found} cannot be the day.", "Correct the year, or leave out what has no end."
        )
    return found


def read_table(where: str, value: object) -> Mapping[str, object]:
    """A table whose keys are text."""
    if isinstance(value, dict) and value.keys() <= words.EVERY_KEY:
        return value  # nearly every table: its keys are words, so they are text
    if not isinstance(value, Mapping):
        raise BadCase(where, f"{value!r} is not a table.", "Write keys and values.")
    for key in value:
        if not isinstance(key, str):
            remedy = "Put it in quotes: YAML reads a bare on, off, yes or no as true or false."
            raise BadCase(where, f"The key {key!r} is not text.", remedy)
    return value


def table_of(where: str, value: object, known: frozenset[str], unknown: list[str]) -> Mapping[str, object]:
    """A table with these keys; any other key is named."""
    if isinstance(value, dict) and value.keys() <= known:
        return value
    row = read_table(where, value)
    unknown += [f"{where}.{key}" for key in row if key not in known]
    return row


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


def _as_it_stands(_where: str, _key: str, value: object) -> object:
    return value


# How each key of an event is read.
READERS: Mapping[str, Callable[[str, str, object], object]] = {
    **dict.fromkeys(words.EVERY_KEY, _as_it_stands),
    **dict.fromkeys(words.TEXT_KEYS, _text),
    **dict.fromkeys(words.YES_NO_KEYS, _yes_or_no),
    **dict.fromkeys(words.WHOLE_NUMBER_KEYS, _number),
    **dict.fromkeys(words.DATE_KEYS, read_day),
    "order": _order,
}


# The kind of value that a key takes as it stands, so that nothing need be read; the date of an event is read before.
AS_IT_STANDS: Mapping[str, type | None] = {
    **dict.fromkeys(words.EVERY_KEY),
    "date": dt.date,
    **dict.fromkeys(words.TEXT_KEYS, str),
    **dict.fromkeys(words.YES_NO_KEYS, bool),
    "offence": dict,
}


@functools.lru_cache(maxsize=SHAPES_KEPT)
def to_read(kind: str, keys: tuple[str, ...], kinds: tuple[type, ...]) -> tuple[str, ...] | None:
    """Which values of an event have to be read, by its keys and the kinds of their values; none where one is no word.

    The date is read before, and a key without a value is kept as none.
    """
    if not words.KEYS_OF_EVENT[kind].issuperset(keys):
        return None
    return tuple(
        key
        for key, given in zip(keys, kinds, strict=True)
        if key != "date" and given is not NoneType and given is not AS_IT_STANDS[key]
    )
