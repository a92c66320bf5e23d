"""``mappa keys``: how the keys of sealed fields stand, wrapping them again, and destroying one person's."""

import argparse
import json
import sys
from typing import Any

from mappa.accounts.acting import acting_as
from mappa.audit.commands import CommandLine
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Problem
from mappa.kernel.sealing import CannotOpen, master_keys
from mappa.people.models import Person
from mappa.people.services.destroying import ask_to_destroy, certificate, destroy_key
from mappa.people.services.keys import keys_held, make_again, wrap_again


def add_commands(subparsers: Any) -> None:
    """Add ``keys`` to the command line."""
    keys = subparsers.add_parser("keys", help="the keys of what is kept sealed")
    kinds = keys.add_subparsers(dest="keys", required=True)
    status = kinds.add_parser("status", help="how many people's keys are wrapped under which master key")
    status.set_defaults(handler=run_status)
    rotate = kinds.add_parser("rotate", help="wrap every key under the newest master key, while the product runs")
    rotate.set_defaults(handler=run_rotate)
    destroy = kinds.add_parser("destroy", help="destroy one person's key, once a review decided and two people agree")
    destroy.add_argument("reference", metavar="REFERENCE", help="the person's, for example NS-P-0001")
    destroy.add_argument("--as", dest="username", required=True, metavar="USER", help="who asks, or who does it")
    destroy.add_argument("--why", default="", help="why; to ask for it")
    destroy.add_argument("--backups", default="", help="which copies hold the key, and when each goes; to ask for it")
    destroy.add_argument("--do", action="store_true", help="do what somebody else has asked for; cannot be undone")
    destroy.set_defaults(handler=run_destroy)


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
    blind = make_again()
    if failed:
        told = ", ".join(failed[:5]) + (" and others" if failed[5:] else "")
        return _say(
            f"{wrapped:,} keys wrapped under {newest.id}. {len(failed):,} could not be unwrapped and were left as they "
            f"are ({told}). Put the missing master key back and run this again.", 1,
        )  # fmt: skip
    return _say(
        f"{wrapped:,} keys wrapped under {newest.id}, and {blind:,} made by which entries are found. Master keys after "
        "the first are needed no more here.", 0,
    )  # fmt: skip


def run_destroy(options: argparse.Namespace) -> int:
    """Ask, or destroy and print the certificate. 0: done; 1: it may not be done; 2: no such user or person."""
    try:
        actor = acting_as(options.username, undone="nothing was done")
    except NotPossible as problem:
        return _say(str(problem), 2)
    who = {"reference": options.reference, "actor": actor, "at": clock.now()}
    try:
        if not options.do:
            ask_to_destroy(**who, why=options.why, backups=options.backups)
            then = f"mappa keys destroy {options.reference} --as USER --do"
            return _say(f"Nothing is destroyed yet. Somebody else does it: {then}", 0)
        made = destroy_key(**who)
    except Person.DoesNotExist:
        return _say(f"There is no {options.reference} that {options.username} may know of. Nothing was done.", 2)
    except Incomplete as problem:
        return _say(" ".join([str(problem), *problem.fields.values()]), 1)
    except Problem as problem:
        return _say(str(problem), 1)
    sys.stdout.write(json.dumps(certificate(made), ensure_ascii=False, indent=2) + "\n")
    return _say(
        "Destroyed. Now run VACUUM FULL people_personkey as the tables' owner, and see to the backups named.", 0
    )


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status
