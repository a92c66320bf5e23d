"""``mappa import court-results``, and the extracts of probation, prison and police."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from mappa.accounts.acting import acting_as
from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.imports.job import job_for
from mappa.imports.reading import MOST_BYTES_OF_A_COMMAND, read_all
from mappa.imports.refusals import FileRefused
from mappa.imports.services import IMPORTS, LABELS, STAMP, export_bundle
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible, Problem

PIECE = 64 * 1024


def add_commands(subparsers: Any) -> None:
    """Add ``import`` and ``export`` to the command line."""
    group = subparsers.add_parser("import", help="read a file from another system: dry run, report, then commit")
    kinds = group.add_subparsers(dest="import", required=True)
    for kind, label in LABELS.items():
        one = kinds.add_parser(kind, help=f"a CSV: {label.lower()}")
        one.add_argument("file", type=Path, metavar="FILE")
        one.add_argument("--area", required=True, metavar="ID", help="code of the area, for example northshire")
        one.add_argument("--dry-run", action="store_true", help="check and report; keep nothing")
        one.add_argument("--as", dest="username", metavar="USER", help="who imports (default: the area's import job)")
        one.add_argument("--accept-good-rows", action="store_true", help="take the good rows of a file with bad ones")
        one.set_defaults(handler=partial(run_import, kind))

    export = subparsers.add_parser("export", help="the records of an area as files")
    what = export.add_subparsers(dest="export", required=True)
    bundle = what.add_parser("bundle", help="court results and the extracts of probation, prison and police")
    bundle.add_argument("folder", type=Path, metavar="DIR", help="a folder that is empty or not there yet")
    bundle.add_argument("--area", required=True, metavar="ID", help="code of the area, for example northshire")
    bundle.add_argument("--as", dest="username", metavar="USER", required=True, help="who takes the copy")
    bundle.set_defaults(handler=run_bundle)


def run_bundle(options: argparse.Namespace) -> int:
    """Write the bundle of an area. 0: written; 1: refused; 2: wrong usage."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return _say(f"{folder} is not an empty folder, so nothing was written. Name one that is, or a new one.", 2)
    area = Area.objects.filter(code=options.area).first()
    if area is None:
        return _say(f"There is no area “{options.area}”, so nothing was written.", 2)
    try:
        actor = acting_as(options.username, undone="nothing was written")
    except NotPossible as problem:
        return _say(str(problem), 2)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)  # before the copy is on the log: one that cannot be written is none
    except OSError as problem:
        return _say(f"{folder} cannot be made ({problem.strerror}), so nothing was written. Name another folder.", 2)
    try:
        files, stamp, left_out = export_bundle(area=area, actor=actor, at=clock.now())
    except Problem as problem:
        folder.rmdir()
        return _say(str(problem), 1)
    for name, content in (files | {STAMP: f"{stamp.line}\n".encode()}).items():
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(content)
    left = f" {left_out} without a conviction or a case are not in it." if left_out else ""
    return _say(f"Written to {folder}, as copy {stamp.number}.{left}", 0)


def run_import(kind: str, options: argparse.Namespace) -> int:
    """Import a file and print the report as JSON. 0: taken in, or would be; 1: refused; 2: wrong usage."""
    area = Area.objects.filter(code=options.area).first()
    if area is None:
        known = ", ".join(Area.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        return _say(f"There is no area “{options.area}”, so nothing was read. Areas on record: {known}.", 2)
    try:
        actor = _actor(options.username, area)
        with options.file.open("rb") as file:
            content = read_all(iter(lambda: file.read(PIECE), b""), MOST_BYTES_OF_A_COMMAND)
    except NotPossible as problem:
        return _say(str(problem), 2)
    except FileRefused as problem:
        return _refused(options, str(problem))
    except OSError as problem:
        return _say(f"{options.file} cannot be read ({problem.strerror}). Nothing was saved. Check its name.", 2)
    try:
        report = IMPORTS[kind](
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
    return acting_as(username, undone="nothing was read")


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
