"""The process in which a file is taken apart: it holds no secret, reaches no database, and has little memory and time.

Reads one line of JSON and then the file; writes one line of JSON and then what was made.
"""

import json
import re
import resource
import sys
from pathlib import Path

from mappa.uploads.checking import checked
from mappa.uploads.model import FileRefused, Kind

MEMORY = 384 * 1024**2
"""Bytes of address space, included. Ours: the largest picture that is taken needs about half."""
SECONDS = 20
"""Of processor time."""


def limit() -> None:
    """Give up memory, time, files and processes. What asks for more ends here and not in the server."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def peak() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    held = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(held[1]) * 1024 if held else 0


def main() -> int:
    """Check the file on standard input."""
    limit()
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    said, made = {}, b""
    try:
        safe = checked(content, name=asked["name"], taken=[Kind(each) for each in asked["taken"]])
    except FileRefused as refused:
        said["refused"] = str(refused)
    else:
        said["kind"], made = safe.kind.value, safe.content
    sys.stdout.buffer.write(json.dumps(said | {"peak": peak()}).encode() + b"\n" + made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
