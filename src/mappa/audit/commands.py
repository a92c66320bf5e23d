"""``mappa audit export``: the log as one JSON object a line. The export is itself an entry."""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from mappa.audit.models import AuditEvent, What
from mappa.audit.services import record
from mappa.kernel import clock

FIELDS = (
    "id",
    "at",
    "what",
    "operation",
    "who",
    "agency",
    "subject_type",
    "subject",
    "correlation",
    "purpose",
    "details",
)


@dataclass(frozen=True)
class CommandLine:
    """Whoever works at the machine itself."""

    username: str = "command-line"
    agency_code: str = ""


def add_commands(subparsers: Any) -> None:
    """Add ``audit`` to the command line."""
    audit = subparsers.add_parser("audit", help="the audit log")
    kinds = audit.add_subparsers(dest="audit", required=True)
    export = kinds.add_parser("export", help="write the whole log to a file, oldest first, one JSON object a line")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(handler=run_export)


def run_export(options: argparse.Namespace) -> int:
    """Write the log. 0: done; 2: the file is there already, or cannot be written."""
    try:
        with transaction.atomic(), options.file.open("x", encoding="utf-8") as target:
            record(
                what=What.CONSULTATION,
                operation="audit:log:export",
                actor=CommandLine(),
                subject_type="log",
                subject="all",
                at=clock.now(),
                file=options.file.name,
            )
            written = 0
            for row in AuditEvent.objects.order_by("pk").values(*FIELDS).iterator(chunk_size=2000):
                target.write(json.dumps({**row, "at": row["at"].isoformat()}, ensure_ascii=False) + "\n")
                written += 1
    except FileExistsError:
        return _say(f"{options.file} is there already and was left alone. Name a new file.", 2)
    except OSError as problem:
        return _say(f"{options.file} cannot be written ({problem.strerror}). Name another place.", 2)
    return _say(f"{written:,} entries written to {options.file}.", 0)


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status
