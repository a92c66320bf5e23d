"""Which parameters the rules and the product ask for: found in their own text, so the list cannot go stale."""

import functools
import re
from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path

from mappa_policy.reading import HERE

PRODUCT = "mappa"
NAMED = re.compile(r"""["' ]([a-z0-9-]+/[a-z0-9_]*(?:\{[a-z_.]+\}[a-z0-9_]*)*)["',}\n]""")
FILLED_IN = re.compile(r"\\\{[^}]*\\\}")


def _folders() -> Iterator[Path]:
    yield HERE
    found = find_spec(PRODUCT)
    yield from (Path(place) for place in (found.submodule_search_locations or [] if found else []))


def product_is_here() -> bool:
    """Whether the product is installed beside the rules, so that what it reads can be told."""
    return find_spec(PRODUCT) is not None


@functools.cache
def names_read() -> frozenset[str]:
    """Every text that names a parameter, in code and in the catalogue of duties; ``{...}`` stands for any word."""
    catalogue = HERE / "duties" / "catalogue.yaml"
    texts = (file for folder in _folders() for file in folder.rglob("*.py"))
    return frozenset(name for file in [catalogue, *texts] for name in NAMED.findall(file.read_text(encoding="utf-8")))


def is_read(name: str, asked_for: Collection[str]) -> bool:
    """Whether a parameter is among the names asked for, whole or where one has a part filled in."""
    if name in asked_for:
        return True
    patterns = (text for text in asked_for if "{" in text)
    return any(re.fullmatch(FILLED_IN.sub("[a-z0-9_]+", re.escape(text)), name) for text in patterns)
