"""What the engine can answer, as data: every limb with its question, law and values, and every flag in words.

The rules work without it; readers do not. Reference pages, the command line and the product take their words here.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy.model import Source
from mappa_policy.reading import HERE, BadFile, mapping, read_yaml, text

LIMBS = HERE / "rules" / "limbs.yaml"
FLAGS = HERE / "rules" / "flags.yaml"


@dataclass(frozen=True, slots=True)
class Limb:
    """One limb of an answer.

    Args:
        asks: the question, as a person would put it.
        tests: what has to hold, in order; a line that begins with "or" is another way in.
        values: the parameters that the answer depends on.
        reading: how unclear text is read, and what is not settled.
    """

    code: str
    label: str
    asks: str
    tests: tuple[str, ...]
    law: tuple[Source, ...]
    rows: tuple[str, ...]
    values: tuple[str, ...]
    reading: str


def _texts(code: str, row: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise BadFile(LIMBS, f"{code}.{key}", "This is not a list of texts.", f"Write `{key}: [a, b]`.")
    return tuple(value)


def _limb(code: str, value: object) -> Limb:
    row = mapping(LIMBS, code, value)
    law = row.get("law")
    if not isinstance(law, list) or not law:
        raise BadFile(LIMBS, f"{code}.law", "A limb needs its law.", "Add {document: cja-2003, provision: s.327(2)}.")
    cited = [mapping(LIMBS, f"{code}.law", item) for item in law]
    return Limb(
        code=code,
        label=text(LIMBS, row, "label"),
        asks=text(LIMBS, row, "asks"),
        tests=_texts(code, row, "tests"),
        law=tuple(Source(text(LIMBS, item, "document"), text(LIMBS, item, "provision")) for item in cited),
        rows=_texts(code, row, "rows"),
        values=_texts(code, row, "values"),
        reading=text(LIMBS, row, "reading"),
    )


@functools.cache
def limbs() -> Mapping[str, Limb]:
    """Every limb by its code, in the order of the file.

    Raises:
        BadFile: the file is wrong; the message names the limb and the key.
    """
    table = mapping(LIMBS, "limbs", mapping(LIMBS, "file", read_yaml(LIMBS)).get("limbs"))
    return {code: _limb(code, row) for code, row in table.items()}


@functools.cache
def flags() -> Mapping[str, str]:
    """What each flag says to a practitioner, by its code."""
    table = mapping(FLAGS, "flags", mapping(FLAGS, "file", read_yaml(FLAGS)).get("flags"))
    return {code: text(FLAGS, table, code) for code in table}
