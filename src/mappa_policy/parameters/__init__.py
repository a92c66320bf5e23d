"""Numbers, lists and labels of policy, each in its own file with its value in every edition.

``value("review/level_3_longest_gap", "hampshire-2008")`` answers with the value, its unit and its source.
Files are read when first asked for. Covers: EDITION-01, EDITION-04.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mappa_policy import editions, sources
from mappa_policy.model import PolicyError, Source
from mappa_policy.reading import HERE, BadFile, a_date, mapping, read_yaml, text

FOLDER = HERE / "parameters"
UNITS = (
    "days",
    "working days",
    "weeks",
    "months",
    "years",
    "date",
    "label",
    "list",
    "table",
    "rule",
    "count",
)
NUMBERS = ("days", "working days", "weeks", "months", "years", "count")
FILE_KEYS = {"label", "unit", "covers", "inherit", "values", "last_checked"}
VALUE_KEYS = {"edition", "value", "source", "reading", "draft"}


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


@dataclass(frozen=True, slots=True)
class Entry:
    """The value that one edition sets."""

    edition: str
    value: object
    source: Source
    reading: str
    draft: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole parameter file."""

    name: str
    label: str
    unit: str
    covers: tuple[str, ...]
    inherit: bool
    values: Mapping[str, Entry]
    checked_at: dt.date
    checked_by: str


def _fits(unit: str, value: object) -> bool:
    """Whether a value is of the kind its unit says; null means that the edition has none."""
    if value is None:
        return True
    if unit in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    kinds: dict[str, type | tuple[type, ...]] = {"date": dt.date, "list": list, "table": (dict, list)}
    return isinstance(value, kinds.get(unit, str))


def _entry(file: Path, unit: str, row: Mapping[str, object]) -> Entry:
    edition = text(file, row, "edition")
    key = f"values[{edition}]"
    if edition not in {known.id for known in editions.all()}:
        raise BadFile(file, key, "There is no such edition.", "Use an id of editions.yaml.")
    if unknown := set(row) - VALUE_KEYS:
        raise BadFile(file, key, f"Unknown keys: {sorted(unknown)}.", f"Use {sorted(VALUE_KEYS)}.")
    if "value" not in row:
        raise BadFile(file, key, "There is no value.", "Add `value:`; null means that the edition has none.")
    if not _fits(unit, row["value"]):
        raise BadFile(file, key, f"{row['value']!r} is not a value in {unit}.", "Correct the value or unit.")
    source = mapping(file, f"{key}.source", row.get("source"))
    named = Source(text(file, source, "document"), text(file, source, "provision"))
    if sources.document(named.document) is None:
        raise BadFile(file, f"{key}.source", f"{named.document!r} is not a source.", "Add it to sources.yaml.")
    reading, draft = row.get("reading", ""), row.get("draft", "")
    if not isinstance(reading, str) or not isinstance(draft, str):
        raise BadFile(file, key, "`reading` and `draft` are sentences.", "Write words, or leave them out.")
    return Entry(edition, row["value"], named, reading, draft)


def read(file: Path) -> Definition:
    """Read and check one parameter file.

    Raises:
        BadFile: something in it is wrong; the message names the key and the remedy.
    """
    table = mapping(file, "file", read_yaml(file))
    if unknown := set(table) - FILE_KEYS:
        raise BadFile(file, "file", f"Unknown keys: {sorted(unknown)}.", f"Use {sorted(FILE_KEYS)}.")
    unit = text(file, table, "unit")
    if unit not in UNITS:
        raise BadFile(file, "unit", f"{unit!r} is not known.", f"Use one of {UNITS}.")
    rows = table.get("values")
    if not isinstance(rows, list) or not rows:
        raise BadFile(file, "values", "This must be a list with one item for each edition.", "Add one.")
    found: dict[str, Entry] = {}
    for row in rows:
        entry = _entry(file, unit, mapping(file, "values", row))
        if entry.edition in found:
            raise BadFile(file, f"values[{entry.edition}]", "The edition is there twice.", "Keep one.")
        found[entry.edition] = entry
    covers = table.get("covers")
    if not isinstance(covers, list) or not covers or not all(isinstance(item, str) for item in covers):
        raise BadFile(file, "covers", "This must list requirement ids.", "Write covers: [IDENT-25].")
    inherit = table.get("inherit", True)
    if not isinstance(inherit, bool):
        raise BadFile(file, "inherit", f"{inherit!r} is not true or false.", "Write true or false.")
    checked = mapping(file, "last_checked", table.get("last_checked"))
    checked_at = a_date(file, checked, "as_at")
    if checked_at is None:
        raise BadFile(file, "last_checked.as_at", "There is no date.", "Say when a person last checked it.")
    name = file.with_suffix("").as_posix().removeprefix(f"{FOLDER.as_posix()}/")
    return Definition(
        name,
        text(file, table, "label"),
        unit,
        tuple(covers),
        inherit,
        found,
        checked_at,
        text(file, checked, "by"),
    )


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
    files = sorted(FOLDER.rglob("*.yaml"))
    return tuple(file.relative_to(FOLDER).with_suffix("").as_posix() for file in files)


@functools.cache
def find(name: str, edition: str) -> Parameter | None:
    """The value in force for an edition, or none where it has none.

    Args:
        name: the path of the file without its ending, for example ``review/level_3_longest_gap``.
        edition: an id of ``editions.yaml``. Where it sets no value the rule in that file says who speaks.
    """
    asked = editions.get(edition)
    held = definition(name)
    chain = (asked.id, *asked.falls_back_to) if held.inherit else (asked.id,)
    for candidate in chain:
        entry = held.values.get(candidate)
        if entry is None or (entry.draft and not asked.is_draft):
            continue
        if entry.value is None:
            return None
        return Parameter(
            name,
            held.label,
            held.unit,
            entry.value,
            asked.id,
            candidate,
            entry.source,
            entry.reading,
            entry.draft,
        )
    return None


def value(name: str, edition: str) -> Parameter:
    """As ``find``, for a value that a rule cannot do without.

    Raises:
        NotSet: neither the edition nor those it falls back to have a value.
    """
    found = find(name, edition)
    if found is None:
        raise NotSet(f"{name} has no value in the edition {edition}, nor in those it falls back to.")
    return found
