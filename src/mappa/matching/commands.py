"""``mappa search``."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from mappa.accounts.acting import acting_as
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible, Problem
from mappa.matching import services


def add_commands(subparsers: Any) -> None:
    """Add ``search`` to the command line."""
    search = subparsers.add_parser("search", help="what a user would find, as JSON")
    search.add_argument("text", help="a name, a number or a reference")
    search.add_argument("--born", type=date.fromisoformat, metavar="DATE", help="birth date, for example 1985-06-11")
    search.add_argument("--as", dest="username", required=True, metavar="USER", help="who searches; it is on the log")
    search.add_argument("--limit", type=int, default=25, metavar="N", help="how many at most (default 25)")
    search.set_defaults(handler=run_search)


def run_search(options: argparse.Namespace) -> int:
    """Print what that user would see. 0: done; 1: they may not search; 2: no such user, or nothing to search for."""
    try:
        actor = acting_as(options.username, undone="nothing was searched")
    except NotPossible as problem:
        return _say(str(problem), 2)
    if options.limit < 1:
        return _say("--limit must be 1 or more, so nothing was searched.", 2)
    if not options.text.strip() and options.born is None:
        return _say("There is nothing to search for. Give a name, a number, or --born.", 2)
    try:
        found = services.search_people(
            text=options.text, born=options.born, actor=actor, at=clock.now(), limit=options.limit
        )
    except Problem as problem:
        return _say(str(problem), 1)
    results = [
        {
            "reference": hit.reference,
            "family_name": hit.family_name,
            "given_names": hit.given_names,
            "date_of_birth": hit.born.isoformat() if hit.born else None,
            "score": hit.score,
            "reason": hit.reason,
        }
        for hit in found
    ]
    json.dump({"results": results}, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 0


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status
