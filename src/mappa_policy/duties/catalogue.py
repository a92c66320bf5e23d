"""The catalogue of duties as data, and the same resolved for one edition."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy import editions, parameters, sources
from mappa_policy.duties.limits import CALENDAR, Limit
from mappa_policy.model import Source
from mappa_policy.parameters import Overlay
from mappa_policy.reading import HERE, BadFile, mapping, read_yaml, text

FILE = HERE / "duties" / "catalogue.yaml"
ALL = "all"
# Limits that an edition may lack: a target beside the limit, and the second unit of minutes.
OPTIONAL = ("aim", "aim_low", "days")
AIMING = ", aiming at {%s}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One duty as the catalogue states it, whatever the edition.

    Args:
        limits: the parameter behind each named limit, for example ``due``.
        rules: the sentence, by the suffix of its key; the plain one is under ``""``.
    """

    id: str
    place: int
    rows: tuple[str, ...]
    editions: tuple[str, ...]
    label: str
    owner: str
    post: str
    limits: Mapping[str, str]
    rules: Mapping[str, str]
    cites: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One duty in one edition, with its numbers."""

    entry: Entry
    edition: str
    limits: Mapping[str, Limit]
    rules: Mapping[str, str]
    citations: tuple[str, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What its sentence must say of its numbers: recalled, draft, or decided by the area."""
        return tuple(dict.fromkeys(limit.remark for limit in self.limits.values() if limit.remark))

    @property
    def flags(self) -> tuple[str, ...]:
        """The same, as flags."""
        return tuple(dict.fromkeys(flag for limit in self.limits.values() for flag in limit.flags))


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that an edition says about duties.

    Args:
        clocks_of: the dated edition that says which duties there are.
        numbers_of: the edition that says how long: the same, or the draft or the area's edition that was asked for.
    """

    clocks_of: str
    numbers_of: str
    overlay: Overlay | None
    kinds: Mapping[str, Kind]
    meetings_that_review: frozenset[str]
    full_meetings: frozenset[str]
    meetings_with_minutes: frozenset[str]
    adult_age: int

    def kind_on(self, kind: Kind, day: dt.date) -> Kind:
        """The duty with the numbers of the day on which its clock started (EDITION-02)."""
        if not any(_changes(name, self.overlay) for name in (*kind.entry.limits.values(), CALENDAR)):
            return kind
        return _kind(kind.entry, kind.edition, self.numbers_of, self.overlay, day)


def _changes(name: str, overlay: Overlay | None) -> bool:
    """Whether a number is not the same on every day."""
    departs = overlay is not None and any(one.parameter == name for one in overlay.departures)
    return departs or parameters.definition(name).dated


@functools.cache
def _file() -> Mapping[str, object]:
    return mapping(FILE, "file", read_yaml(FILE))


def _texts(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadFile(FILE, key, f"{value!r} is not a list of texts.", "Write [a, b].")
    return tuple(value)


def _cites(name: str, value: object) -> tuple[Source, ...]:
    rows = value if isinstance(value, list) else []
    read = (mapping(FILE, f"{name}.cites", row) for row in rows)
    return tuple(Source(text(FILE, row, "document"), text(FILE, row, "provision")) for row in read)


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Every duty, in the order of the catalogue.

    Raises:
        BadFile: the catalogue is wrong; the message names the key.
    """
    rows = _file().get("duties")
    if not isinstance(rows, list):
        raise BadFile(FILE, "duties", "There is no list of duties.", "Add one item for each.")
    found = []
    for place, raw in enumerate(rows):
        row = mapping(FILE, "duties", raw)
        name = text(FILE, row, "id")
        limits = mapping(FILE, f"{name}.limits", row.get("limits", {}))
        found.append(
            Entry(
                id=name,
                place=place,
                rows=_texts(f"{name}.rows", row.get("rows")),
                editions=_texts(f"{name}.editions", row.get("editions")),
                label=text(FILE, row, "label"),
                owner=text(FILE, row, "owner"),
                post=text(FILE, row, "post"),
                limits={key: str(value) for key, value in limits.items()},
                rules={
                    key.removeprefix("rule").removeprefix("_"): text(FILE, row, key)
                    for key in row
                    if key.startswith("rule")
                },
                cites=_cites(name, row.get("cites")),
            )
        )
    return tuple(found)


@functools.cache
def said() -> Mapping[str, str]:
    """How a starting event is said in a sentence."""
    table = mapping(FILE, "said", _file().get("said"))
    return {key: text(FILE, table, key) for key in table}


@functools.cache
def clocks_of(edition: str) -> str:
    """The dated edition whose clocks run for ``edition``.

    Raises:
        UnknownEdition: there is no such edition.
        BadFile: it has no dated edition to fall back to.
    """
    asked = editions.get(edition)
    dated = _texts("dated", _file().get("dated"))
    told = mapping(FILE, "clocks_of", _file().get("clocks_of")).get(asked.id)
    for candidate in (asked.id, told, *asked.chain):
        if candidate in dated:
            return str(candidate)
    raise BadFile(FILE, "clocks_of", f"{edition} has no clocks.", "Say which dated edition's clocks it uses.")


def _without_aims(sentence: str, limits: Mapping[str, Limit]) -> str:
    """The sentence of a rule without the targets that the edition does not set."""
    for key in OPTIONAL:
        if key not in limits:
            sentence = sentence.replace(AIMING % key, "")
    return sentence


def _speaker(name: str, dated: str, numbers_of: str) -> str:
    """Who sets a number: a value that is not inherited is that of the clocks, unless the other edition has its own."""
    held = parameters.definition(name)
    return numbers_of if held.inherit or numbers_of in held.values else dated


def _kind(entry: Entry, edition: str, numbers_of: str, overlay: Overlay | None, day: dt.date | None = None) -> Kind:
    limits: dict[str, Limit] = {}
    speaker = _speaker(CALENDAR, edition, numbers_of)
    place = str(parameters.value(CALENDAR, speaker, on=day, overlay=overlay).value)
    for key, name in entry.limits.items():
        ask = parameters.find if key in OPTIONAL else parameters.value
        held = ask(name, _speaker(name, edition, numbers_of), on=day, overlay=overlay)
        if held is not None:
            limits[key] = Limit.of(held, place)
    spoken = {key: limit.words for key, limit in limits.items()}
    rules = {
        key: _without_aims(sentence, limits).format(**spoken)
        for key, sentence in entry.rules.items()
        if key != "days" or "days" in limits
    }
    cited = [limit.citation for limit in limits.values()] + [sources.cite(source) for source in entry.cites]
    return Kind(entry, edition, limits, rules, tuple(dict.fromkeys(cited)))


@functools.lru_cache(maxsize=64)
def rulebook(edition: str, overlay: Overlay | None = None) -> Rulebook:
    """What an edition says about duties.

    Args:
        edition: an id of ``editions.yaml``. Only the dated editions have clocks of their own; the catalogue says whose
            clocks run for any other. A draft that was asked for by name sets its own numbers over those clocks.
        overlay: the departures of an area from this edition; one from another edition says nothing.

    Raises:
        UnknownEdition: there is no such edition.
        NotSet: a number that a duty cannot do without is missing.
    """
    dated = clocks_of(edition)
    departs = overlay is not None and overlay.edition == edition
    numbers_of = edition if departs or editions.get(edition).is_draft else dated
    asked_for = (entry for entry in entries() if entry.editions == (ALL,) or dated in entry.editions)
    kinds = {entry.id: _kind(entry, dated, numbers_of, None) for entry in asked_for}
    return Rulebook(
        clocks_of=dated,
        numbers_of=numbers_of,
        overlay=overlay if departs else None,
        kinds=kinds,
        meetings_that_review=frozenset(parameters.value("review/meetings_that_review", numbers_of).items),
        full_meetings=frozenset(parameters.value("review/full_meetings", numbers_of).items),
        meetings_with_minutes=frozenset(parameters.value("minutes/meetings_with_minutes", numbers_of).items),
        adult_age=parameters.value("lead-agency/adult_age", numbers_of).number,
    )
