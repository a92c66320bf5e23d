"""What somebody typed into the one search box: words of a name, a birth date, and what may be a number."""

import re
from dataclasses import dataclass
from datetime import date

from mappa.govuk import days
from mappa.people import names
from mappa.people.forms import BORN_FROM
from mappa.people.search_keys import address_keys, number_key

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_FIRST = re.compile(r"\b(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4}|\d{2})\b")
YEAR_FIRST = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
IN_WORDS = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{'|'.join(MONTHS)})[a-z]*\.?,?\s+(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
LONGEST = 200
"""Letters of a search text that are read."""


@dataclass(frozen=True)
class Typed:
    """A search text, read.

    Args:
        name: what is left of it as a name, normalised; it may hold a number too, which then fits no name.
        born: a birth date in it, or the one that was given beside it.
        numbers: keys of what may be a reference or a number that an agency gave.
        places: keys of what may be an address.
    """

    name: str
    born: date | None
    numbers: frozenset[int]
    places: frozenset[int] = frozenset()

    @property
    def says_enough(self) -> bool:
        """Whether there is anything to look for: one letter of a name fits a tenth of everybody."""
        words = self.name.split()
        return bool(self.born or any(len(word) > 1 or not word.isascii() for word in words))


def read(text: str, born: date | None = None) -> Typed:
    """Take a search text apart."""
    text = text[:LONGEST]
    rest = text
    if born is None:
        for pattern in (YEAR_FIRST, DAY_FIRST, IN_WORDS):
            if (found := pattern.search(rest)) and (day := _day(**found.groupdict())):
                born, rest = day, rest[: found.start()] + " " + rest[found.end() :]
                break
    pieces = [text, *text.split()] if any(letter.isdigit() for letter in text) else [text]
    numbers = {number_key(piece) for piece in pieces if piece == text or any(letter.isdigit() for letter in piece)}
    return Typed(
        names.normalised(rest),
        born,
        frozenset(key for key in numbers if key is not None),
        frozenset(address_keys(text)),
    )


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return days.read_day(day, month, year, century_from=BORN_FROM)
    except days.NotADay:
        return None


def swapped(born: date) -> date | None:
    """The date with day and month the other way round; None when there is none or it is the same."""
    try:
        other = born.replace(day=born.month, month=born.day)
    except ValueError:
        return None
    return other if other != born else None
