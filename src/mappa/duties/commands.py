"""``mappa derive``: the duties that a new day changes."""

import argparse
import sys
from typing import Any

from mappa.duties.services import derive_for_a_new_day
from mappa.kernel import clock

TELL_EVERY = 100


def add_commands(subparsers: Any) -> None:
    """Add ``derive`` to the command line."""
    derive = subparsers.add_parser("derive", help="duties that a new day changes; safe to repeat")
    derive.add_argument("--everybody", action="store_true", help="all cases, for example after a policy value changed")
    derive.set_defaults(handler=run_derive)


def run_derive(options: argparse.Namespace) -> int:
    """Derive them, each person in a transaction of their own. 0: done; 1: somebody's could not be derived."""
    at = clock.now()
    done = derive_for_a_new_day(on=clock.day_of(at), at=at, everybody=options.everybody, progress=_progress)
    sys.stdout.write(f"{done.people} people derived, {len(done.failed)} failed\n")
    for reference, why in done.failed:
        sys.stderr.write(f"{reference}: the duties stay as they were, because they cannot be derived: {why}\n")
    return 1 if done.failed else 0


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and (done % TELL_EVERY == 0 or done == of):
        sys.stderr.write(f"\r{done} of {of} people" + ("\n" if done == of else ""))
        sys.stderr.flush()
