"""``mappa import court-results``."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.imports.job import job_for
from mappa.imports.reading import read_all
from mappa.imports.refusals import FileRefused
from mappa.imports.services import import_results
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible, Problem

PIECE = 64 * 1024


def add_commands(subparsers: Any) -> None:
    """Add ``import`` to the command line."""
    group = subparsers.add_parser("import", help="read a file from another system: dry run, report, then commit")
    kinds = group.add_subparsers(dest="import", required=True)
    results = kinds.add_parser("court-results", help="a CSV of court results")
    results.add_argument("file", type=Path, metavar="FILE")
    results.add_argument("--area", required=True, metavar="ID", help="code of the area, for example northshire")
    results.add_argument("--dry-run", action="store_true", help="check and report; keep nothing")
    results.add_argument("--as", dest="username", metavar="USER", help="who imports (default: the area's import job)")
    results.add_argument("--accept-good-rows", action="store_true", help="take the good rows of a file with bad ones")
    results.set_defaults(handler=run_court_results)


def run_court_results(options: argparse.Namespace) -> int:
    """Import a file and print the report as JSON. 0: taken in, or would be; 1: refused; 2: wrong usage."""
    area = Area.objects.filter(code=options.area).first()
    if area is None:
        known = ", ".join(Area.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        return _say(f"There is no area “{options.area}”, so nothing was read. Areas on record: {known}.", 2)
    try:
        actor = _actor(options.username, area)
        with options.file.open("rb") as file:
            content = read_all(iter(lambda: file.read(PIECE), b""))
    except NotPossible as problem:
        return _say(str(problem), 2)
    except FileRefused as problem:
        return _refused(options, str(problem))
    except OSError as problem:
        return _say(f"{options.file} cannot be read ({problem.strerror}). Nothing was saved. Check its name.", 2)
    try:
        report = import_results(
            content=content,
            name=options.file.name,
            area=area,
            actor=actor,
            at=clock.now(),
            dry_run=options.dry_run,
            accept_good_rows=options.accept_good_rows,
        ).as_dict()
    except Problem as problem:
        return _refused(options, str(problem))
    _print(report)
    for one in report["refused"]:
        column = f", {one['column']}" if one["column"] else ""
        _say(f"row {one['row']}{column}: {one['reason']} {one['remedy']}", 0)
    return _say(_summary(report), 0 if report["accepted"] else 1)


def _actor(username: str | None, area: Area) -> User:
    if username is None:
        return job_for(area)
    actor = User.objects.filter(username=username).select_related("agency", "area").first()
    if actor is None:
        raise NotPossible(f"There is no user “{username}”, so nothing was read. Name one with --as.")
    return actor


def _summary(report: dict[str, Any]) -> str:
    counts = f"{report['rows_taken']} rows good, {report['rows_held']} held, {report['rows_refused']} refused"
    if not report["accepted"]:
        return f"{counts}. The file is refused whole: nothing was saved. Correct the rows, or use --accept-good-rows."
    return f"{counts}. {'Dry run: nothing was saved.' if report['dry_run'] else 'Taken in.'}"


def _refused(options: argparse.Namespace, message: str) -> int:
    _print({"file": options.file.name, "area": options.area, "accepted": False, "error": message})
    return _say(message, 1)


def _print(report: dict[str, Any]) -> None:
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status
