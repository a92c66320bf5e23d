"""Every document that a value or a limb rests on, with the short name under which it is cited."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy.model import Source
from mappa_policy.reading import HERE, BadFile, mapping, read_yaml, text

FILE = HERE / "sources.yaml"


@dataclass(frozen=True, slots=True)
class Document:
    """An Act, an instrument, a piece of guidance or a local text."""

    id: str
    short: str
    title: str
    where: str
    read: str


def _document(name: str, row: Mapping[str, object]) -> Document:
    return Document(
        id=name,
        short=text(FILE, row, "short"),
        title=text(FILE, row, "title"),
        where=text(FILE, row, "where"),
        read=text(FILE, row, "read"),
    )


@functools.cache
def _table() -> dict[str, Document]:
    rows = mapping(FILE, "sources", mapping(FILE, "file", read_yaml(FILE)).get("sources"))
    found = {name: _document(name, mapping(FILE, name, row)) for name, row in rows.items()}
    shorts = [document.short for document in found.values()]
    for short in shorts:
        if shorts.count(short) > 1:
            raise BadFile(FILE, short, "Two documents have this short name.", "Give each its own.")
    return found


def all() -> tuple[Document, ...]:  # noqa: A001 - read as sources.all(), like editions.all()
    """Every document, in the order of the file."""
    return tuple(_table().values())


def document(name: str) -> Document | None:
    """The document of that id, or none."""
    return _table().get(name)


def cite(source: Source) -> str:
    """The citation as printed: ``CJA 2003 s.327(3)(b)(i)``."""
    found = document(source.document)
    short = found.short if found else source.document
    return f"{short} {source.provision}".strip()


def resolve(citation: str) -> Document | None:
    """The document that a printed citation belongs to: the longest short name that it begins with."""
    fitting = [
        found for found in _table().values() if citation == found.short or citation.startswith(f"{found.short} ")
    ]
    return max(fitting, key=lambda found: len(found.short), default=None)
