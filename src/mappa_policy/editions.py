"""Which guidance applied where and when.

An edition says for which values it speaks itself. A value that it does not set comes from the first of
``falls_back_to`` that sets one; the list is not followed further, so the whole rule can be read in
``editions.yaml``. Covers: EDITION-04 (the editions that come installed).
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy.model import PolicyError
from mappa_policy.reading import HERE, BadFile, a_date, mapping, read_yaml, text

FILE = HERE / "editions.yaml"
STATUSES = ("in force", "superseded", "draft")
DEFAULT = "statute-current"


class UnknownEdition(PolicyError):
    """There is no edition of that name."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue of policy: who issued it, for where, for how long. ``until`` is the last day, inclusive."""

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

    @property
    def is_draft(self) -> bool:
        """Whether nobody has yet read the text that the values come from."""
        return self.status == "draft"


def _edition(name: str, row: Mapping[str, object]) -> Edition:
    status = text(FILE, row, "status")
    if status not in STATUSES:
        raise BadFile(FILE, f"{name}.status", f"{status!r} is not known.", f"Use one of {STATUSES}.")
    chain = row.get("falls_back_to", [])
    if not isinstance(chain, list) or {type(item) for item in chain} - {str}:
        raise BadFile(FILE, f"{name}.falls_back_to", "This must be a list of edition ids.", "Use [a, b].")
    return Edition(
        id=name,
        label=text(FILE, row, "label"),
        issuer=text(FILE, row, "issuer"),
        scope=text(FILE, row, "scope"),
        valid_from=a_date(FILE, row, "from"),
        valid_until=a_date(FILE, row, "until"),
        source=text(FILE, row, "source"),
        status=status,
        note=text(FILE, row, "note"),
        falls_back_to=tuple(chain),
    )


@functools.cache
def _table() -> dict[str, Edition]:
    rows = mapping(FILE, "editions", mapping(FILE, "file", read_yaml(FILE)).get("editions"))
    found = {name: _edition(name, mapping(FILE, name, row)) for name, row in rows.items()}
    for edition in found.values():
        for other in edition.falls_back_to:
            if other not in found or other == edition.id:
                raise BadFile(FILE, f"{edition.id}.falls_back_to", f"{other!r} is not another edition.", "")
    return found


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
