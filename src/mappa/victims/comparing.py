"""A proposed address beside the places of victims: opened only where the compartment is open (VICTIM-12).

Nothing is asked of a map. The same postcode or the same words are one place; the same first half of a postcode is
near. That is our reading: no text gives a distance.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from mappa.kernel.sealed_fields import Unreadable

POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b")


class Nearness(IntEnum):
    """How a place stands to the proposed address, the one that matters most first."""

    SAME = 1
    NEAR = 2
    CANNOT_TELL = 3
    ELSEWHERE = 4

    @property
    def label(self) -> str:
        """In words."""
        return LABELS[self]


LABELS = {
    Nearness.SAME: "The same place",
    Nearness.NEAR: "The same postcode district",
    Nearness.CANNOT_TELL: "Cannot be compared: look at both",
    Nearness.ELSEWHERE: "Another postcode district",
}


@dataclass(frozen=True)
class Place:
    """Somewhere a victim lives or goes, and whose it is."""

    whose: str
    address: str
    postcode: str = ""


@dataclass(frozen=True)
class Compared:
    """One place, and how it stands to the proposed address."""

    place: Place
    nearness: Nearness


def compared(address: str, postcode: str, places: Iterable[Place]) -> list[Compared]:
    """Every place of the victims beside a proposed address, what is nearest first."""
    found = [Compared(place, nearness(address, postcode, place)) for place in places]
    return sorted(found, key=lambda each: (each.nearness, each.place.whose))


def nearness(address: str, postcode: str, place: Place) -> Nearness:
    """How one place stands to a proposed address."""
    if any(isinstance(said, Unreadable) for said in (address, postcode, place.address, place.postcode)):
        return Nearness.CANNOT_TELL
    if _plain(address) == _plain(place.address):
        return Nearness.SAME
    mine, theirs = (_code(each) for each in (f"{postcode} {address}", f"{place.postcode} {place.address}"))
    if mine is None or theirs is None:
        return Nearness.CANNOT_TELL
    if mine == theirs:
        return Nearness.SAME
    return Nearness.NEAR if mine[0] == theirs[0] else Nearness.ELSEWHERE


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _code(text: str) -> tuple[str, str] | None:
    found = POSTCODE.search(text.upper())
    return (found[1], found[2]) if found else None
