"""Reads the engine's own YAML files, and names the file and the key when one is wrong."""

import datetime as dt
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from mappa_policy.model import PolicyError

HERE = Path(__file__).parent

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


class DuplicateKey(yaml.YAMLError):
    """A key stands twice in one table. ``key`` and ``line`` (from 1) say which and where."""

    def __init__(self, key: str, line: int) -> None:
        self.key = key
        super().__init__(f"the key {key!r} is there twice, the second time in line {line}")


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
