"""``mappa history``: what a row said before each change."""

import argparse
import json
import sys
from typing import Any

from mappa.accounts.acting import acting_as
from mappa.audit.purposes import READING_THE_LOG
from mappa.histories.selectors import tables
from mappa.histories.services import read_history
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible, Problem


def add_commands(subparsers: Any) -> None:
    """Add ``history`` to the command line."""
    history = subparsers.add_parser("history", help="what a row said before each change, one JSON object a line")
    history.add_argument("table", metavar="TABLE", help="for example people_person")
    history.add_argument("row", metavar="ROW", help="its number")
    history.add_argument("--as", dest="username", required=True, metavar="USER", help="who audits; it is on the log")
    history.add_argument(
        "--purpose", required=True, choices=READING_THE_LOG, help="what it is needed for; it is on the log"
    )
    history.set_defaults(handler=run_history)


def run_history(options: argparse.Namespace) -> int:
    """Print the changes, the oldest first. 0: done; 1: that user may not read them; 2: no such table or user."""
    try:
        actor = acting_as(options.username, undone="nothing was read")
    except NotPossible as problem:
        return _say(str(problem))
    if options.table not in tables():
        return _say(f"There is no table “{options.table}”, so nothing was read. Tables: {', '.join(tables())}.")
    try:
        found = read_history(table=options.table, row=options.row, purpose=options.purpose, actor=actor, at=clock.now())
    except Problem as problem:
        _say(str(problem))
        return 1
    for change in found:
        told = {
            "at": change.at.isoformat(), "who": change.who, "reader": change.reader, "operationId": change.operation,
            "transaction": change.transaction, "way": change.way, "changed": change.changed, "before": change.before,
        }  # fmt: skip
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0


def _say(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 2
