"""The catalogue of duties as data, and the same resolved for one edition."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy import editions, parameters, sources
from mappa_policy.duties.limits import CALENDAR, Limit
from mappa_policy.model import Source
from mappa_policy.reading import HERE, BadFile, mapping, read_yaml, text

FILE = HERE / "duties" / "catalogue.yaml"
ALL = "all"


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


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that an edition says about duties. ``clocks_of`` is the dated edition it comes from."""

    clocks_of: str
    kinds: Mapping[str, Kind]
    meetings_that_review: frozenset[str]
    full_meetings: frozenset[str]
    meetings_with_minutes: frozenset[str]
    adult_age: int


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
    for candidate in (asked.id, told, *asked.falls_back_to):
        if candidate in dated:
            return str(candidate)
    raise BadFile(FILE, "clocks_of", f"{edition} has no clocks.", "Say which dated edition's clocks it uses.")


def _kind(entry: Entry, edition: str) -> Kind:
    limits: dict[str, Limit] = {}
    place = str(parameters.value(CALENDAR, edition).value)
    for key, name in entry.limits.items():
        # "days" is the second unit of minutes, which only some editions have
        held = parameters.find(name, edition) if key == "days" else parameters.value(name, edition)
        if held is not None:
            limits[key] = Limit.of(held, place)
    spoken = {key: limit.words for key, limit in limits.items()}
    rules = {
        key: sentence.format(**spoken) for key, sentence in entry.rules.items() if key != "days" or "days" in limits
    }
    cited = [limit.citation for limit in limits.values()] + [sources.cite(source) for source in entry.cites]
    return Kind(entry, edition, limits, rules, tuple(dict.fromkeys(cited)))


@functools.cache
def rulebook(edition: str) -> Rulebook:
    """What an edition says about duties.

    Args:
        edition: an id of ``editions.yaml``. Only the dated editions have clocks of their own; the catalogue says whose
            clocks run for any other.

    Raises:
        UnknownEdition: there is no such edition.
        NotSet: a number that a duty cannot do without is missing.
    """
    dated = clocks_of(edition)
    kinds = {
        entry.id: _kind(entry, dated) for entry in entries() if entry.editions == (ALL,) or dated in entry.editions
    }
    return Rulebook(
        clocks_of=dated,
        kinds=kinds,
        meetings_that_review=frozenset(parameters.value("review/meetings_that_review", dated).items),
        full_meetings=frozenset(parameters.value("review/full_meetings", dated).items),
        meetings_with_minutes=frozenset(parameters.value("minutes/meetings_with_minutes", dated).items),
        adult_age=parameters.value("lead-agency/adult_age", dated).number,
    )
