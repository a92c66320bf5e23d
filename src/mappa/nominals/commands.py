"""``mappa link people``."""

import argparse
import json
import signal
import sys
from dataclasses import asdict
from typing import Any

from mappa.accounts.acting import acting_as
from mappa.accounts.jobs import job_of
from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Area
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible, Problem
from mappa.nominals.services import Side, link_people

STOPPED = 143
"""The exit status of a command that was told to stop."""


def add_commands(subparsers: Any) -> None:
    """Add ``link`` to the command line."""
    group = subparsers.add_parser("link", help="find records that may be of one person; people decide")
    kinds = group.add_subparsers(dest="link", required=True)
    people = kinds.add_parser("people", help="compare the people of an area with each other, or with another area's")
    people.add_argument("--area", required=True, metavar="ID", help="code of the area, for example northshire")
    people.add_argument("--other-area", metavar="ID", help="compare with the people of this area instead")
    people.add_argument(
        "--threshold", type=_probability, metavar="P", help="the least probability, between 0 and 1 (default: 0.5)"
    )
    people.add_argument(
        "--as", dest="username", metavar="USER", help="compare whom this user may know (default: each area's own job)"
    )
    people.set_defaults(handler=run_link)


def run_link(options: argparse.Namespace) -> int:
    """Print as JSON how many pairs there are, and name nobody. 0: done; 1: they may not, or cannot; 2: wrong usage."""
    if options.area == options.other_area:
        return _say("Both areas are the same. Leave --other-area out to compare an area with itself.", 2)
    try:
        areas = [_area(code) for code in (options.area, options.other_area) if code]
        actor = acting_as(options.username, undone="nothing was compared") if options.username else None
        sides = [Side(area, actor or _job(area)) for area in areas]
    except NotPossible as problem:
        return _say(str(problem), 2)
    before = signal.signal(signal.SIGTERM, _leave)  # so that the extracts are removed
    try:
        done = link_people(sides=sides, actor=sides[0].reader, at=clock.now(), least=options.threshold)
    except Problem as problem:
        return _say(str(problem), 1)
    finally:
        signal.signal(signal.SIGTERM, before)
    json.dump(asdict(done), sys.stdout)
    sys.stdout.write("\n")
    return _say(
        f"Pairs found: {done.pairs}. New: {done.new}; waiting from before: {done.known}; decided: {done.decided}. "
        "They wait at /one-person/linked/.",
        0,
    )


def _probability(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def _area(code: str) -> Area:
    area = Area.objects.filter(code=code).first()
    if area is None:
        known = ", ".join(Area.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise NotPossible(f"There is no area “{code}”, so nothing was compared. Areas on record: {known}.")
    return area


def _job(area: Area) -> User:
    return job_of(area, username="link-job", name="Linkage job", role=Role.COORDINATOR)


def _leave(*_: object) -> None:
    sys.exit(STOPPED)


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status
