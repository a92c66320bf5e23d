"""``mappa generate``: a made-up caseload of any size, to measure with."""

import argparse
import sys
from typing import Any

from mappa.demonstration.scale.load import generate
from mappa.kernel.decisions import Problem

MOST_AREAS = 999
AREAS = 42
"""As many as there are areas in England and Wales."""


def add_commands(subparsers: Any) -> None:
    """Add ``generate`` to the command line."""
    command = subparsers.add_parser("generate", help="a synthetic caseload for scale work: same seed, same rows")
    command.add_argument("--people", type=int, required=True, metavar="N", help="how many people")
    command.add_argument("--seed", type=int, required=True, metavar="S", help="the same seed gives the same rows")
    command.add_argument("--areas", type=int, default=AREAS, metavar="K", help=f"how many areas (default {AREAS})")
    command.set_defaults(handler=run_generate)


def run_generate(options: argparse.Namespace) -> int:
    """Fill an empty database. 0: done; 1: it is not empty; 2: wrong usage."""
    if options.people < 1 or not 1 <= options.areas <= MOST_AREAS:
        sys.stderr.write(f"Give 1 or more people and 1 to {MOST_AREAS} areas. Nothing was written.\n")
        return 2
    try:
        generate(people=options.people, seed=options.seed, areas=options.areas, say=_progress())
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _progress() -> Any:
    return sys.stderr.write if sys.stderr.isatty() else lambda _said: None
