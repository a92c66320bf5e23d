"""Which guidance applied where and when.

An edition says for which values it speaks itself. A value that it does not set comes from the first edition of its
``chain`` that sets one: first ``falls_back_to``, then ``guidance_from``. Neither list is followed further, so the whole
rule can be read in ``editions.yaml``. Covers: EDITION-04 (the editions that come installed).
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mappa_policy.model import PolicyError
from mappa_policy.reading import HERE, BadFile, a_date, mapping, read_yaml, text

FILE = HERE / "editions.yaml"
STATUSES = ("in force", "superseded", "draft")
DEFAULT = "statute-current"


class UnknownEdition(PolicyError):
    """There is no edition of that name."""


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """One issue of policy: who issued it, for where, for how long. ``until`` is the last day, inclusive.

    Two are the same only if they are the same object, so that what is kept for one never stands in for another.
    """

    id: str
    label: str
    issuer: str
    scope: str
    valid_from: dt.date | None
    valid_until: dt.date | None
    source: str
    status: str
    note: str
    falls_back_to: tuple[str, ...]
    guidance_from: tuple[str, ...]

    @property
    def chain(self) -> tuple[str, ...]:
        """Whom to ask for a value, in order; the edition itself comes first."""
        return (self.id, *self.falls_back_to, *self.guidance_from)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has yet read the text that the values come from."""
        return self.status == "draft"


def _ids(file: Path, name: str, row: Mapping[str, object], key: str) -> tuple[str, ...]:
    chain = row.get(key, [])
    if not isinstance(chain, list) or {type(item) for item in chain} - {str}:
        raise BadFile(file, f"{name}.{key}", "This must be a list of edition ids.", "Use [a, b].")
    return tuple(chain)


def _edition(file: Path, name: str, row: Mapping[str, object]) -> Edition:
    status = text(file, row, "status")
    if status not in STATUSES:
        raise BadFile(file, f"{name}.status", f"{status!r} is not known.", f"Use one of {STATUSES}.")
    first, last = a_date(file, row, "from"), a_date(file, row, "until")
    if first is not None and last is not None and last < first:
        raise BadFile(file, f"{name}.until", f"{last} is before {first}.", "Write a later last day, or null.")
    return Edition(
        id=name,
        label=text(file, row, "label"),
        issuer=text(file, row, "issuer"),
        scope=text(file, row, "scope"),
        valid_from=first,
        valid_until=last,
        source=text(file, row, "source"),
        status=status,
        note=text(file, row, "note"),
        falls_back_to=_ids(file, name, row, "falls_back_to"),
        guidance_from=_ids(file, name, row, "guidance_from"),
    )


def _check_chain(file: Path, edition: Edition, known: Mapping[str, Edition]) -> None:
    for key, listed in (("falls_back_to", edition.falls_back_to), ("guidance_from", edition.guidance_from)):
        for other in listed:
            where = f"{edition.id}.{key}"
            if other not in known:
                raise BadFile(file, where, f"There is no edition {other!r}.", f"Use one of: {', '.join(known)}.")
            if known[other].is_draft and not edition.is_draft:
                raise BadFile(
                    file,
                    where,
                    f"{other!r} is a draft, so its values would be used by an edition that is not.",
                    "Take it out of the list, or have its values read and change its status.",
                )
    if round_trip := _way_back(edition, known):
        raise BadFile(
            file,
            f"{edition.id}.falls_back_to",
            f"The editions fall back to each other in a circle: {' to '.join(round_trip)}.",
            "Take one of them out; whose guidance an edition uses without having any goes under guidance_from.",
        )


def _way_back(edition: Edition, known: Mapping[str, Edition]) -> list[str]:
    """The way by which falling back comes round to the edition itself; empty where it never does."""
    ways = [[edition.id, other] for other in edition.falls_back_to]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == edition.id:
            return way
        if way[-1] in seen or way[-1] not in known:
            continue
        seen.add(way[-1])
        ways += [[*way, other] for other in known[way[-1]].falls_back_to]
    return []


def read(file: Path) -> dict[str, Edition]:
    """Read and check a file of editions.

    Raises:
        BadFile: something in it is wrong; the message names the key and the remedy.
    """
    rows = mapping(file, "editions", mapping(file, "file", read_yaml(file)).get("editions"))
    found = {name: _edition(file, name, mapping(file, name, row)) for name, row in rows.items()}
    for edition in found.values():
        _check_chain(file, edition, found)
    return found


@functools.cache
def _table() -> dict[str, Edition]:
    return read(FILE)


def get(name: str) -> Edition:
    """The edition of that id.

    Raises:
        UnknownEdition: there is none; the message lists those there are.
    """
    try:
        return _table()[name]
    except KeyError:
        known = ", ".join(_table())
        raise UnknownEdition(f"There is no edition {name!r}. Use one of: {known}.") from None


def all() -> tuple[Edition, ...]:  # noqa: A001 - read as editions.all(), like editions.get()
    """Every edition, in the order of the file."""
    return tuple(_table().values())
