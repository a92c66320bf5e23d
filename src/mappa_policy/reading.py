"""Reads the engine's own YAML files, and names the file and the key when one is wrong."""

import datetime as dt
import json
import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from mappa_policy.model import PolicyError

HERE = Path(__file__).parent
DEEPEST = 200  # levels of lists and tables; a scenario has five
BRACKETS = re.compile(r"[\[\]{}]")
DASHES = re.compile(r"(?m)^[ ]*((?:[-?:] +)+)")

if TYPE_CHECKING:
    Fast = yaml.SafeLoader
else:  # the C reader is about ten times faster and comes with most builds
    Fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(Fast):
    """Reads YAML as PyYAML's safe readers do, but refuses a key that stands twice in one table."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's own signature
        """A table, once no key of it is there twice: YAML itself would keep the last without a word."""
        seen: set[object] = set()
        for key, _ in node.value:
            named = (key.tag, key.value) if isinstance(key, yaml.ScalarNode) else None
            if named is not None and named in seen:
                raise DuplicateKey(str(key.value), key.start_mark.line + 1)
            seen.add(named)
        return super().construct_mapping(node, deep=deep)


def _day(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    """A date, or its text where there is no such day: whoever asks for a date can say where it stands."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


class DuplicateKey(yaml.YAMLError):
    """A key stands twice in one table. ``key`` says which; the line, from 1, is nought where it is not known."""

    def __init__(self, key: str, line: int = 0) -> None:
        self.key = key
        where = f", the second time in line {line}" if line else ""
        super().__init__(f"the key {key!r} is there twice{where}")


def read_yaml_text(content: str) -> object:
    """The content of a YAML text that somebody else wrote.

    Raises:
        yaml.YAMLError: it is not YAML, or a key stands twice.
        RecursionError: lists and tables stand too deep in one another.
    """
    if _stands_too_deep(content):
        raise RecursionError
    return yaml.load(content, Loader=Loader)  # noqa: S506 - it derives from PyYAML's safe loaders


def _stands_too_deep(content: str) -> bool:
    """Whether lists and tables of a YAML text stand deeper in one another than it can be read safely.

    The C reader has no guard of its own: it ends the whole process. Brackets in quotation marks are counted too, which
    only many unpaired ones would make wrong.
    """
    if any(len(dashes) > DEEPEST for dashes in DASHES.findall(content)):
        return True
    depth = 0
    for bracket in BRACKETS.findall(content):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            return True
    return False


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise DuplicateKey(key)
        table[key] = value
    return table


def read_json(content: str) -> object:
    """The content of a JSON text.

    Raises:
        ValueError: it is not JSON.
        DuplicateKey: a key stands twice in one table; JSON itself would keep the last without a word.
    """
    return json.loads(content, object_pairs_hook=_once)


class BadFile(PolicyError):
    """A file of policy data is wrong. ``file``, ``key`` and ``remedy`` say where and what to write."""

    def __init__(self, file: Path, key: str, what: str, remedy: str) -> None:
        self.file = file
        self.key = key
        self.what = what
        self.remedy = remedy
        super().__init__(f"{file.name}: {key}: {what} {remedy}")


def read_yaml(file: Path) -> object:
    """The content of a YAML file.

    Raises:
        BadFile: there is no such file, it is not UTF-8, or it is not YAML.
    """
    try:
        # Loader derives from PyYAML's safe loaders, so no object can be built from the text.
        return yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506
    except FileNotFoundError:
        raise BadFile(file, "file", "There is no such file.", "Check the name.") from None
    except UnicodeDecodeError:
        raise BadFile(file, "file", "The text is not UTF-8.", "Save the file as UTF-8.") from None
    except DuplicateKey as error:
        raise BadFile(file, error.key, f"In this table {error}.", "Keep one of the two.") from None
    except (yaml.YAMLError, ValueError) as error:  # an impossible date is a ValueError
        raise BadFile(file, "file", f"This is not YAML: {error}", "Correct the line it names.") from None


def mapping(file: Path, key: str, value: object) -> Mapping[str, object]:
    """``value`` as a table with text keys, or an error that names the key.

    YAML reads a bare ``on:`` or ``no:`` key as true or false, which is refused by name.
    """
    if not isinstance(value, dict):
        raise BadFile(file, key, "This must be a table of keys and values.", "Write `key: value` lines.")
    for name in value:
        if not isinstance(name, str):
            raise BadFile(
                file,
                key,
                f"The key {name!r} is not text.",
                "Put the key in quotes: YAML reads a bare on, off, yes or no as true or false.",
            )
    return value


def text(file: Path, table: Mapping[str, object], key: str) -> str:
    """A text that must be there and not be empty."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadFile(file, key, "This is missing or is not text.", f"Add `{key}:` with a few words.")
    return value.strip()


def a_date(file: Path, table: Mapping[str, object], key: str) -> dt.date | None:
    """A date, or none where the key is absent or null."""
    value = table.get(key)
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise BadFile(file, key, f"{value!r} is not a date.", "Write it as 2019-03-31.")
