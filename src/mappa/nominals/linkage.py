"""The door to the linkage: rows go to a process in an environment of its own, and pairs come back (docs/adr/0021)."""

import csv
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import mappa
from mappa.kernel.decisions import NotPossible

SOURCE = Path(next(iter(mappa.__path__))).parent
PYTHON = SOURCE.parent / "build" / "linkage" / "bin" / "python"
"""Where `make linkage` puts it."""
COLUMNS = ("id", "given_names", "family_name", "date_of_birth", "street", "town", "postcode", "number")
"""What an extract may say of somebody, as the linkage reads it. A test compares them with its own."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class FoundPair:
    """Two rows by their ids, and what makes them likely to be one person.

    Args:
        probability: from 0 to 1. weight, start: in bits; `start` is the weight before anything was compared.
        parts: what each comparison adds: ``column``, ``agreement`` in words, ``weight`` in bits.
    """

    one: str
    other: str
    probability: float
    weight: float
    start: float
    parts: list[dict[str, Any]]


def require_ready() -> None:
    """Refuse before anything is read, where there is nothing to link with.

    Raises:
        NotPossible: the environment is not there. The message says how to make it.
    """
    if not PYTHON.exists():
        raise NotPossible(
            f"The linkage is not installed: there is no {PYTHON}. Nothing was compared. Run “make linkage” where the "
            "product is installed, and then this command again."
        )


def linked(extracts: Mapping[str, Iterable[Row]], *, least: float | None = None) -> list[FoundPair]:
    """The pairs within one extract or between two, likeliest first.

    The rows lie in a folder that nobody else can read, for as long as the process runs.

    Args:
        extracts: one or two, each by the name that a message calls it by.
        least: the least probability, from 0 to 1. None leaves it to the linkage: more likely than not.

    Raises:
        NotPossible: it is not installed, an extract cannot be linked, or it failed. The message says what to do.
    """
    require_ready()
    with _files(extracts) as (folder, files):
        wanted = [] if least is None else ["--least", str(least)]
        done = subprocess.run(  # noqa: S603 - our own program and files
            [str(PYTHON), "-s", "-W", "ignore", "-m", "mappa_linkage", *wanted, *files], cwd=folder,
            capture_output=True, text=True, check=False, env=_environment(folder),
        )  # fmt: skip
    if done.returncode == BAD_EXTRACT:
        raise NotPossible(done.stderr.strip())
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        kind = last.partition(":")[0]  # what follows may quote a row
        raise NotPossible(
            f"The linkage failed ({kind}), so no pair was kept. Run “make linkage” again; if it goes on, tell the "
            "people who run this service."
        )
    return [FoundPair(**pair) for pair in json.loads(done.stdout)]


BAD_EXTRACT = 2


def _environment(folder: str) -> dict[str, str]:
    """No address of the database and no key. What the process writes beside its answer goes with the folder."""
    said = {"PYTHONPATH": str(SOURCE), "LANG": "C.UTF-8", "TMPDIR": folder, "HOME": folder}
    if kept := os.environ.get("PYTHONPYCACHEPREFIX"):
        said["PYTHONPYCACHEPREFIX"] = kept
    return said


@contextmanager
def _files(extracts: Mapping[str, Iterable[Row]]) -> Iterator[tuple[str, list[str]]]:
    """The extracts as files in a folder of ours alone, which is removed in the end, whatever happens."""
    with TemporaryDirectory(prefix="mappa-linkage-") as folder:
        files = []
        for name, rows in extracts.items():
            file = Path(folder) / f"{name}.csv"
            file.touch(mode=0o600)
            with file.open("w", newline="", encoding="utf-8") as to:
                writer = csv.DictWriter(to, COLUMNS, restval="")
                writer.writeheader()
                writer.writerows(rows)
            files.append(str(file))
        yield folder, files
