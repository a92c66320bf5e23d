"""One parameter file: what it may hold, and how it is checked."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from mappa_policy.model import Source
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
VALUE_KEYS = {"edition", "value", "source", "reading", "draft", "established", "confidence", "since", "until"}
SEEN, IN_PART, INFERRED, RECALLED = "seen", "seen in part", "inferred", "recalled"
ESTABLISHED = (SEEN, IN_PART, INFERRED, RECALLED)
CONFIDENCE = ("high", "medium", "low")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """The value that one edition sets.

    Args:
        draft: why nobody may rely on it, in words; empty where people may.
        established: how the value is known: seen, seen in part, inferred, or recalled and not read.
        confidence: high, medium or low; empty where the value was seen.
        since: the first day on which it holds; None where there is no earlier one.
        until: the last day on which it holds, inclusive; None where there is no later one.
    """

    edition: str
    value: object
    source: Source
    reading: str
    draft: str
    established: str = SEEN
    confidence: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is the value of that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole parameter file. ``rows`` holds every value, those of one edition in order of their days."""

    name: str
    label: str
    unit: str
    covers: tuple[str, ...]
    inherit: bool
    rows: tuple[Entry, ...]
    checked_at: dt.date
    checked_by: str

    @property
    def values(self) -> Mapping[str, Entry]:
        """The latest value of each edition."""
        return {entry.edition: entry for entry in self.rows}

    @property
    def dated(self) -> bool:
        """Whether a value changes within an edition."""
        return any(entry.since or entry.until for entry in self.rows)


def fits(unit: str, value: object) -> bool:
    """Whether a value is of the kind its unit says; null means that the edition has none."""
    if value is None:
        return True
    if unit in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    kinds: dict[str, type | tuple[type, ...]] = {"date": dt.date, "list": list, "table": (dict, list)}
    return isinstance(value, kinds.get(unit, str))


def _one_of(file: Path, key: str, value: object, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadFile(file, key, f"{value!r} is not known.", f"Use one of: {', '.join(allowed)}.")
    return str(value)


def _how_known(file: Path, key: str, row: Mapping[str, object]) -> tuple[str, str]:
    """How the value is known, and with what confidence."""
    how = _one_of(file, f"{key}.established", row.get("established", SEEN), ESTABLISHED)
    if how == SEEN:
        return how, ""
    return how, _one_of(file, f"{key}.confidence", row.get("confidence"), CONFIDENCE)


def _entry(file: Path, unit: str, row: Mapping[str, object], known: "Known") -> Entry:
    edition = text(file, row, "edition")
    key = f"values[{edition}]"
    if edition not in known.editions:
        raise BadFile(file, key, "There is no such edition.", "Use an id of editions.yaml.")
    if unknown := set(row) - VALUE_KEYS:
        raise BadFile(file, key, f"Unknown keys: {sorted(unknown)}.", f"Use {sorted(VALUE_KEYS)}.")
    if "value" not in row:
        raise BadFile(file, key, "There is no value.", "Add `value:`; null means that the edition has none.")
    if not fits(unit, row["value"]):
        raise BadFile(file, key, f"{row['value']!r} is not a value in {unit}.", "Correct the value or unit.")
    if row.get("source") is None:
        raise BadFile(file, f"{key}.source", "The value has no source.", "Add source: {document: , provision: }.")
    source = mapping(file, f"{key}.source", row["source"])
    named = Source(text(file, source, "document"), text(file, source, "provision"))
    if named.document not in known.sources:
        raise BadFile(file, f"{key}.source", f"{named.document!r} is not a source.", "Add it to sources.yaml.")
    reading, draft = row.get("reading", ""), row.get("draft", "")
    if not isinstance(reading, str) or not isinstance(draft, str):
        raise BadFile(file, key, "`reading` and `draft` are sentences.", "Write words, or leave them out.")
    how, confidence = _how_known(file, key, row)
    since, until = a_date(file, row, "since"), a_date(file, row, "until")
    return Entry(edition, row["value"], named, reading, draft, how, confidence, since, until)


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that a value may name."""

    editions: Collection[str]
    sources: Collection[str]


def _check_days(file: Path, entries: Sequence[Entry]) -> None:
    """Refuse values of one edition that leave a day without a value, or give one two."""
    key = f"values[{entries[0].edition}]"
    for entry in entries:
        if entry.since and entry.until and entry.until < entry.since:
            raise BadFile(file, key, f"{entry.until} is before {entry.since}.", "Exchange since and until.")
    for one, other in pairwise(entries):
        if one.until is None and other.since is None:
            raise BadFile(file, key, "The edition is there twice.", "Keep one, or give each its days.")
        if one.until is None or other.since is None or other.since <= one.until:
            raise BadFile(
                file,
                key,
                f"Two values hold from {other.since or 'the beginning'}: their days overlap.",
                "Let each begin with since: on the day after until: of the one before.",
            )
        if other.since != one.until + ONE_DAY:
            raise BadFile(
                file,
                key,
                f"No value holds from {one.until + ONE_DAY} to {other.since - ONE_DAY}: there is a gap.",
                "Let each begin with since: on the day after until: of the one before.",
            )


def _entries(file: Path, unit: str, rows: Sequence[object], known: Known) -> tuple[Entry, ...]:
    found: dict[str, list[Entry]] = {}
    for row in rows:
        entry = _entry(file, unit, mapping(file, "values", row), known)
        found.setdefault(entry.edition, []).append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: entry.since or dt.date.min)
        _check_days(file, entries)
    return tuple(entry for entries in found.values() for entry in entries)


def read(file: Path, known: Known, folder: Path = FOLDER) -> Definition:
    """Read and check one parameter file.

    Args:
        known: the editions and sources that it may name.
        folder: the folder of parameters, from which the name of the parameter is taken.

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
    entries = _entries(file, unit, rows, known)
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
    name = file.with_suffix("").as_posix().removeprefix(f"{folder.as_posix()}/")
    return Definition(
        name,
        text(file, table, "label"),
        unit,
        tuple(covers),
        inherit,
        entries,
        checked_at,
        text(file, checked, "by"),
    )
