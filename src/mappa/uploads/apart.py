"""The door for files: checked in a process of their own, so that a file that crashes its reader harms nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

import mappa
from mappa.uploads.checking import check_size
from mappa.uploads.model import FileRefused, Kind, SafeFile
from mappa.uploads.scanning import scan

SECONDS = 30
"""How long a person is let wait for a file to be checked."""


NOT_KEPT = "so it was not kept. Save it anew, or as a PDF, and send that."


def made_safe(content: bytes, *, name: str, taken: Collection[Kind], scanner: str = "") -> SafeFile:
    """The file made anew.

    Args:
        name: as the sender called it.
        taken: the kinds that are welcome here.
        scanner: HOST:PORT of a virus scanner that is asked first; empty where there is none.

    Raises:
        FileRefused: with why, and what to do.
    """
    check_size(len(content))
    if scanner:
        scan(content, scanner=scanner)
    said, made = ask(content, name=name, taken=taken)
    if "refused" in said:
        raise FileRefused(said["refused"])
    return SafeFile(Kind(said["kind"]), made)


def ask(content: bytes, *, name: str, taken: Collection[Kind]) -> tuple[dict[str, Any], bytes]:
    """What the other process says of a file (`refused`, or `kind`; `peak` memory in bytes), and what it made."""
    asked = json.dumps({"name": name[-200:], "taken": sorted(taken)}).encode() + b"\n"
    root = str(Path(next(iter(mappa.__path__))).parent)
    environment = {"PYTHONPATH": root, "LANG": "C.UTF-8"}  # no address of the database, no key
    if kept := os.environ.get("PYTHONPYCACHEPREFIX"):
        environment["PYTHONPYCACHEPREFIX"] = kept
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", "mappa.uploads.child"], input=asked + content, capture_output=True,
            timeout=SECONDS, check=False, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": f"The file took too long to check, {NOT_KEPT}"}, b""
    line, _, made = done.stdout.partition(b"\n")
    if done.returncode or not line:
        return {"refused": f"The file could not be read safely, {NOT_KEPT}"}, b""
    said: dict[str, Any] = json.loads(line)
    return said, made
