"""``mappa editions check`` and ``mappa editions compare``. Comparing the cases of an area needs the product."""

import argparse
import importlib
import importlib.metadata
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from mappa_policy.cli import DONE, GROUP, REFUSED, WRONG_USAGE, day, print_json, read_cases, say
from mappa_policy.reading import HERE
from mappa_policy.what_if import Side, Subject, Tally, compare

EVERY = 100


def _check(asked: argparse.Namespace) -> int:
    from mappa_policy.checks import check_everything  # noqa: PLC0415 - reads every file

    faults, counted = check_everything(asked.policy.resolve(), asked.departures or ())
    for fault in faults:
        say(fault)
    print_json({"faults": list(faults), **counted})
    return REFUSED if faults else DONE


def caseload_of(area: str) -> AbstractContextManager[tuple[Any, ...]] | None:
    """The open cases of an area, from whatever product is installed; none where there is no product.

    The module that brings the product's commands may have ``caseload(area)``: a context that gives how many cases there
    are, the cases as ``Subject`` one at a time, and the departures of the area by edition.
    """
    for entry in importlib.metadata.entry_points(group=GROUP):
        try:
            found = getattr(importlib.import_module(entry.module), "caseload", None)
        except ModuleNotFoundError:
            continue
        if found is not None:
            return found(area)  # type: ignore[no-any-return]
    return None


def _from_file(file: Path) -> Iterator[Subject]:
    """The cases of a file: one with a category or a list of categories is a scenario of duties.

    Raises:
        BadCase: the file cannot be read, before anything is printed.
    """
    rows = read_cases(file, "vignettes", "cases", "people", "scenarios")
    return (_subject(row, str(place)) for place, row in enumerate(rows, start=1))


def _subject(row: object, place: str) -> Subject:
    if not isinstance(row, dict):
        return Subject(place, {"events": row})  # refused by name when it is asked about
    duties = "category" in row or "categories" in row
    named = str(row.get("id", place))
    return Subject(named, None if duties else row, row if duties else None)


def _print_cases(
    one: Side, other: Side, cases: Iterator[Subject], total: int | None, asked: argparse.Namespace
) -> None:
    """Each case that changes, as it is found, then the figures. Closes the object that ``_compare`` opened."""
    tally, out = Tally(), sys.stdout
    out.write(', "cases": [')
    first = True
    for compared in compare(one, other, cases, on=asked.on):
        tally.add(compared)
        if compared.differs:
            out.write(("" if first else ",") + "\n " + json.dumps(compared.as_dict(), ensure_ascii=False))
            first = False
        if sys.stderr.isatty() and (tally.asked % EVERY == 0 or tally.asked == total):
            sys.stderr.write(f"\r{tally.asked} of {total or '?'} cases")
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    out.write(f'], "figures": {json.dumps(tally.as_dict())}')


def _compare(asked: argparse.Namespace) -> int:
    from mappa_policy.checks import differences  # noqa: PLC0415 - reads every file

    found = differences(asked.a, asked.b)
    if asked.area is None:
        return _print_all(asked, found, _from_file(asked.file) if asked.file else None, None, {})
    held = caseload_of(asked.area)
    if held is None:
        say("The cases of an area are kept by the product, which is not installed here. Install mappa[product], or")
        say(
            "compare the cases of a file with --cases FILE. Without --area the values of the two editions are compared."
        )
        return WRONG_USAGE
    try:
        with held as (total, cases, departures):
            return _print_all(asked, found, cases, total, departures)
    except LookupError as error:
        say(str(error.args[0]))
        return REFUSED


def _print_all(
    asked: argparse.Namespace,
    found: list[dict[str, object]],
    cases: Iterator[Subject] | None,
    total: int | None,
    departures: dict[str, Any],
) -> int:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    head = {"from": asked.a, "to": asked.b, "parameters": found}
    if asked.area is not None:
        head["area"] = asked.area
    sys.stdout.write(json.dumps(head, ensure_ascii=False, indent=1, default=str)[:-2])
    if cases is not None:
        one, other = (Side(name, departures.get(name)) for name in (asked.a, asked.b))
        _print_cases(one, other, cases, total, asked)
    sys.stdout.write("\n}\n")
    sys.stdout.flush()
    return DONE


def add_command(commands: Any) -> None:
    """Register ``mappa editions`` with a set of subparsers."""
    command = commands.add_parser("editions", help="check or compare the dated policy")
    kinds = command.add_subparsers(dest="what", required=True)
    check = kinds.add_parser("check", help="validate every parameter and source")
    check.add_argument("--policy", type=Path, default=HERE, metavar="DIR", help="another folder of policy")
    check.add_argument(
        "--departures", type=Path, action="append", metavar="FILE", help="departures of an area; may be repeated"
    )
    check.set_defaults(handler=_check)
    both = kinds.add_parser("compare", help="what differs between two editions, and whose answers and dates change")
    both.add_argument("a")
    both.add_argument("b")
    both.add_argument("--area", metavar="ID", help="ask again about the open cases of this area (needs the product)")
    both.add_argument("--cases", dest="file", type=Path, metavar="FILE", help="ask again about the cases of a file")
    both.add_argument("--on", type=day, help="the day of the question, 2026-11-20; else today or each case's own")
    both.set_defaults(handler=_compare)
