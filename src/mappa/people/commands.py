"""``mappa keys``: how the keys of sealed fields stand, and wrapping them under a new master key."""

import argparse
import sys
from typing import Any

from mappa.audit.commands import CommandLine
from mappa.kernel import clock
from mappa.kernel.sealing import CannotOpen, master_keys
from mappa.people.services.keys import keys_held, wrap_again


def add_commands(subparsers: Any) -> None:
    """Add ``keys`` to the command line."""
    keys = subparsers.add_parser("keys", help="the keys of what is kept sealed")
    kinds = keys.add_subparsers(dest="keys", required=True)
    status = kinds.add_parser("status", help="how many people's keys are wrapped under which master key")
    status.set_defaults(handler=run_status)
    rotate = kinds.add_parser("rotate", help="wrap every key under the newest master key, while the product runs")
    rotate.set_defaults(handler=run_rotate)


def run_status(options: argparse.Namespace) -> int:  # noqa: ARG001 - every handler takes the arguments
    """Print each master key. 0: all are in the file; 1: keys need one that is missing; 2: there is no usable file."""
    try:
        held = keys_held()
    except CannotOpen as problem:
        return _say(f"Nothing can be said of the keys: {problem.__cause__ or problem}", 2)
    for number, each in enumerate(held):
        place = ("newest" if number == 0 else "older") if each.in_file else "MISSING from the file"
        sys.stdout.write(f"{each.master}  {each.people:>9,} people  {place}\n")
    missing = sum(each.people for each in held if not each.in_file)
    if missing:
        return _say(f"What is sealed about {missing:,} people cannot be read. Put the missing key back.", 1)
    return 0


def run_rotate(options: argparse.Namespace) -> int:  # noqa: ARG001 - every handler takes the arguments
    """Wrap again. 0: every key is under the newest master key; 1: some could not be; 2: there is no usable file."""
    try:
        newest = master_keys()[0]
    except CannotOpen as problem:
        return _say(f"Nothing was changed: {problem.__cause__ or problem}", 2)
    wrapped, failed, last = 0, list[str](), 0
    while True:
        batch = wrap_again(newest=newest, after=last, actor=CommandLine(), at=clock.now())
        wrapped, failed = wrapped + batch.wrapped, failed + batch.failed
        if batch.last is None:
            break
        last = batch.last
    if failed:
        told = ", ".join(failed[:5]) + (" and others" if failed[5:] else "")
        return _say(
            f"{wrapped:,} keys wrapped under {newest.id}. {len(failed):,} could not be unwrapped and were left as they "
            f"are ({told}). Put the missing master key back and run this again.", 1,
        )  # fmt: skip
    return _say(f"{wrapped:,} keys wrapped under {newest.id}. Master keys after the first are needed no more here.", 0)


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status
