"""Every document that a value or a limb rests on, with the short name under which it is cited."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mappa_policy.model import Source
from mappa_policy.reading import HERE, BadFile, mapping, read_yaml, text

FILE = HERE / "sources.yaml"
LAW = "law"
KINDS = (LAW, "guidance", "local", "our own")


@dataclass(frozen=True, slots=True)
class Document:
    """An Act, an instrument, a piece of guidance or a local text."""

    id: str
    short: str
    title: str
    where: str
    read: str
    kind: str

    @property
    def binds(self) -> bool:
        """Whether it is law, from which no area can depart."""
        return self.kind == LAW


def _document(file: Path, name: str, row: Mapping[str, object]) -> Document:
    kind = text(file, row, "kind")
    if kind not in KINDS:
        raise BadFile(file, f"{name}.kind", f"{kind!r} is not known.", f"Use one of {KINDS}.")
    return Document(
        id=name,
        short=text(file, row, "short"),
        title=text(file, row, "title"),
        where=text(file, row, "where"),
        read=text(file, row, "read"),
        kind=kind,
    )


def read(file: Path) -> dict[str, Document]:
    """Read and check a file of sources.

    Raises:
        BadFile: something in it is wrong; the message names the key and the remedy.
    """
    rows = mapping(file, "sources", mapping(file, "file", read_yaml(file)).get("sources"))
    found = {name: _document(file, name, mapping(file, name, row)) for name, row in rows.items()}
    shorts = [document.short for document in found.values()]
    for short in shorts:
        if shorts.count(short) > 1:
            raise BadFile(file, short, "Two documents have this short name.", "Give each its own.")
    return found


@functools.cache
def _table() -> dict[str, Document]:
    return read(FILE)


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
