"""Numbers, lists and labels of policy, each in its own file with its value in every edition.

``value("review/level_3_longest_gap", "hampshire-2008")`` answers with the value, its unit and its source.
Files are read when first asked for. Covers: EDITION-01, EDITION-04.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from pathlib import Path

from mappa_policy import editions, sources
from mappa_policy.model import PolicyError, Source
from mappa_policy.parameters import files
from mappa_policy.parameters.files import FOLDER, NUMBERS, UNITS, Definition, Entry, Known, fits
from mappa_policy.parameters.overlay import Departure, Overlay
from mappa_policy.parameters.parameter import DEPARTS, DRAFT, NOT_READ, Parameter

__all__ = [
    "DEPARTS",
    "DRAFT",
    "FOLDER",
    "NOT_READ",
    "NUMBERS",
    "UNITS",
    "Definition",
    "Departure",
    "Entry",
    "Known",
    "NotSet",
    "Overlay",
    "Parameter",
    "Table",
    "UnknownParameter",
    "definition",
    "find",
    "fits",
    "names",
    "read",
    "table",
    "value",
]
AREA_DECISION = "area-decision"
TABLES_KEPT = 64  # not policy: days in use at one time; an older table is made again when asked for


class NotSet(PolicyError):
    """The edition has no value for this parameter, and none that it may fall back to."""


class UnknownParameter(PolicyError):
    """There is no parameter of that name."""


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


def _not_set(name: str, edition: str) -> NotSet:
    return NotSet(f"{name} has no value in the edition {edition}, nor in those it falls back to.")


def value(name: str, edition: str, *, on: dt.date | None = None, overlay: Overlay | None = None) -> Parameter:
    """As ``find``, for a value that a rule cannot do without.

    Raises:
        NotSet: neither the edition nor those it falls back to have a value.
    """
    found = find(name, edition, on=on, overlay=overlay)
    if found is None:
        raise _not_set(name, edition)
    return found


class Table(dict[str, Parameter | None]):
    """The values of one edition on one day, before them those of an area: each is found once, when first asked for.

    Args:
        numbers, days, lists, tables: by name, the bare value of each of which an answer need say nothing more.
        is_draft: nobody has yet read the text that the edition's values come from.
    """

    __slots__ = ("day", "days", "edition", "is_draft", "lists", "numbers", "overlay", "tables")

    def __init__(self, edition: str, day: dt.date, overlay: Overlay | None) -> None:
        super().__init__()
        self.edition, self.day, self.overlay = edition, day, overlay
        self.is_draft = editions.get(edition).is_draft
        self.numbers: dict[str, int] = {}
        self.days: dict[str, dt.date] = {}
        self.lists: dict[str, tuple[str, ...]] = {}
        self.tables: dict[str, Mapping[str, object]] = {}

    def __missing__(self, name: str) -> Parameter | None:
        """Find a value and keep it; none where the edition has none."""
        found = find(name, self.edition, on=self.day, overlay=self.overlay)
        self[name] = found
        if found is not None and not found.remark:
            self._lay_bare(found)
        return found

    def _lay_bare(self, found: Parameter) -> None:
        """Keep a value of which an answer need say nothing more where a rule finds it at once."""
        value = found.value
        if found.listed is not None:
            self.lists[found.name] = found.listed
        elif type(value) is int:
            self.numbers[found.name] = value
        elif type(value) is dict:
            self.tables[found.name] = value
        elif type(value) is dt.date:
            self.days[found.name] = value

    def value(self, name: str) -> Parameter:
        """A value that a rule cannot do without.

        Raises:
            NotSet: neither the edition nor those it falls back to have a value.
        """
        found = self[name]
        if found is None:
            raise _not_set(name, self.edition)
        return found


@functools.lru_cache(maxsize=TABLES_KEPT)
def _table(edition: editions.Edition, day: dt.date, overlay: Overlay | None) -> Table:
    return Table(edition.id, day, overlay)


def table(edition: str, day: dt.date, overlay: Overlay | None = None) -> Table:
    """The values in force on a day. Editions and overlays count as the same only where they are the same object.

    Args:
        edition: an id of ``editions.yaml``.
    """
    return _table(editions.get(edition), day, overlay)
