"""Numbers, lists and labels of policy, each in its own file with its value in every edition.

``value("review/level_3_longest_gap", "hampshire-2008")`` answers with the value, its unit and its source.
Files are read when first asked for. Covers: EDITION-01, EDITION-04.
"""

import datetime as dt
import functools
from dataclasses import dataclass
from pathlib import Path

from mappa_policy import editions, sources
from mappa_policy.model import PolicyError, Source
from mappa_policy.parameters import files
from mappa_policy.parameters.files import FOLDER, NUMBERS, RECALLED, SEEN, UNITS, Definition, Entry, Known, fits
from mappa_policy.parameters.overlay import Departure, Overlay

__all__ = [
    "FOLDER",
    "NUMBERS",
    "UNITS",
    "Definition",
    "Departure",
    "Entry",
    "Known",
    "NotSet",
    "Overlay",
    "Parameter",
    "UnknownParameter",
    "definition",
    "find",
    "fits",
    "names",
    "read",
    "value",
]
AREA_DECISION = "area-decision"
NOT_READ = "recalled_not_read"
DRAFT = "draft_edition_used"
DEPARTS = "x_area_departure"


class NotSet(PolicyError):
    """The edition has no value for this parameter, and none that it may fall back to."""


class UnknownParameter(PolicyError):
    """There is no parameter of that name."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value with everything needed to defend it.

    Args:
        edition: the edition asked for.
        set_by: the edition that the value comes from; another one where the value is inherited.
        established: how it is known; ``confidence`` says how surely, where it was not seen whole.
        departure: the decision of the area that it comes from, or none.
    """

    name: str
    label: str
    unit: str
    value: object
    edition: str
    set_by: str
    source: Source
    reading: str
    draft: str
    established: str = SEEN
    confidence: str = ""
    departure: Departure | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """What every answer that used it must show."""
        found = [NOT_READ] if self.established == RECALLED else []
        if self.departure is None and editions.get(self.set_by).is_draft:
            found.append(DRAFT)
        return (*found, DEPARTS) if self.departure else tuple(found)

    @property
    def remark(self) -> str:
        """What a reason that used it must say, in words; empty where nothing need be said."""
        if self.departure:
            return f"the area departs from {self.edition} in this, {self.departure.words}"
        if self.established == SEEN:
            return ""
        how = "recalled and was not read" if self.established == RECALLED else self.established
        drafted = f" in the draft {self.set_by}" if DRAFT in self.flags else ""
        return f"the value{drafted} is {how}, with {self.confidence} confidence"

    @property
    def citation(self) -> str:
        """The source as printed."""
        return sources.cite(self.source)

    @property
    def number(self) -> int:
        """The value as a whole number, for use in a rule."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise PolicyError(f"{self.name} is not a number in {self.set_by}.")
        return self.value

    @property
    def items(self) -> tuple[str, ...]:
        """The value as a list of texts, for use in a rule."""
        if not isinstance(self.value, list):
            raise PolicyError(f"{self.name} is not a list in {self.set_by}.")
        return tuple(str(item) for item in self.value)

    @property
    def day(self) -> dt.date:
        """The value as a date, for use in a rule."""
        if not isinstance(self.value, dt.date):
            raise PolicyError(f"{self.name} is not a date in {self.set_by}.")
        return self.value


def known() -> Known:
    """The editions and sources that a value may name."""
    return Known({one.id for one in editions.all()}, {one.id for one in sources.all()})


def read(file: Path) -> Definition:
    """Read and check one parameter file against the editions and sources that are installed.

    Raises:
        BadFile: something in it is wrong; the message names the key and the remedy.
    """
    return files.read(file, known())


@functools.cache
def definition(name: str) -> Definition:
    """The whole file of one parameter.

    Raises:
        UnknownParameter: there is no such file.
        BadFile: the file is wrong.
    """
    file = FOLDER / f"{name}.yaml"
    if not file.is_file():
        raise UnknownParameter(f"There is no parameter {name!r}: add {file.name} to parameters/.")
    return read(file)


def names() -> tuple[str, ...]:
    """Every parameter, in alphabetical order."""
    found = sorted(FOLDER.rglob("*.yaml"))
    return tuple(file.relative_to(FOLDER).with_suffix("").as_posix() for file in found)


def _may_speak(entry: Entry, asked: editions.Edition) -> bool:
    """Whether a value may be used under this edition: a draft only under a draft that was asked for by name."""
    drafted = bool(entry.draft) or editions.get(entry.edition).is_draft
    return asked.is_draft if drafted else True


def _look(held: Definition, edition: str, day: dt.date | None) -> Parameter | None:
    asked = editions.get(edition)
    for candidate in asked.chain if held.inherit else (asked.id,):
        entries = [entry for entry in held.rows if entry.edition == candidate and _may_speak(entry, asked)]
        if day is not None:
            entries = [entry for entry in entries if entry.holds_on(day)]
        if not entries:
            continue
        entry = entries[-1]
        if entry.value is None:
            return None
        return Parameter(
            held.name,
            held.label,
            held.unit,
            entry.value,
            asked.id,
            candidate,
            entry.source,
            entry.reading,
            entry.draft,
            entry.established,
            entry.confidence,
        )
    return None


@functools.cache
def _undated(name: str, edition: str) -> Parameter | None:
    return _look(definition(name), edition, None)


def _departed(held: Definition, overlay: Overlay, departure: Departure) -> Parameter:
    source = Source(AREA_DECISION, f"{overlay.area}: {departure.source}")
    return Parameter(
        held.name,
        held.label,
        held.unit,
        departure.value,
        overlay.edition,
        overlay.edition,
        source,
        departure.reason,
        "",
        departure=departure,
    )


def find(name: str, edition: str, *, on: dt.date | None = None, overlay: Overlay | None = None) -> Parameter | None:
    """The value in force for an edition, or none where it has none.

    Args:
        name: the path of the file without its ending, for example ``review/level_3_longest_gap``.
        edition: an id of ``editions.yaml``. Where it sets no value the rule in that file says who speaks.
        on: the day of the value, where it changes within an edition; without it, the latest.
        overlay: the departures of an area, which stand before the edition. One over another edition says nothing.
    """
    held = definition(name)
    if overlay is not None and overlay.edition == edition and (departure := overlay.find(name, on)):
        return _departed(held, overlay, departure)
    return _look(held, edition, on) if held.dated and on is not None else _undated(name, edition)


def value(name: str, edition: str, *, on: dt.date | None = None, overlay: Overlay | None = None) -> Parameter:
    """As ``find``, for a value that a rule cannot do without.

    Raises:
        NotSet: neither the edition nor those it falls back to have a value.
    """
    found = find(name, edition, on=on, overlay=overlay)
    if found is None:
        raise NotSet(f"{name} has no value in the edition {edition}, nor in those it falls back to.")
    return found
