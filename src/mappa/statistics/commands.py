"""``mappa report annual``."""

import argparse
import sys
from typing import Any

from mappa.statistics.periods import year_named

KINDS = ("json", "csv", "xlsx", "ods", "html")


def add_commands(subparsers: Any) -> None:
    """Add ``report`` to the command line."""
    report = subparsers.add_parser("report", help="published figures")
    kinds = report.add_subparsers(dest="report", required=True)
    annual = kinds.add_parser("annual", help="the tables of the annual report")
    annual.add_argument("--area", required=True, help="code of the area, for example northshire")
    annual.add_argument("--year", required=True, help="reporting year, for example 2018/19")
    annual.add_argument("--format", choices=KINDS, default="json")
    annual.add_argument("--freeze", action="store_true", help="keep these figures for good")
    annual.add_argument("--as", dest="username", default="analyst", help="who freezes (default: analyst)")
    annual.set_defaults(handler=run_annual)


def run_annual(options: argparse.Namespace) -> int:
    """Print the tables. 0: done; 1: they cannot be frozen; 2: no such area, user or year."""
    from mappa.accounts.acting import acting_as  # noqa: PLC0415 - models load only once the product has started
    from mappa.agencies.models import Area  # noqa: PLC0415
    from mappa.kernel import clock  # noqa: PLC0415
    from mappa.kernel.decisions import Incomplete, NotPossible, Problem  # noqa: PLC0415
    from mappa.statistics import services  # noqa: PLC0415
    from mappa.statistics.formats import FORMATS  # noqa: PLC0415

    area = Area.objects.filter(code=options.area).first()
    if not area:
        known = ", ".join(Area.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        return _say(f"There is no area “{options.area}”, so nothing was counted. Areas on record: {known}.", 2)
    try:
        year = year_named(options.year)
        actor = acting_as(options.username, undone="nothing was frozen") if options.freeze else None
    except (Incomplete, NotPossible) as problem:
        return _say(str(problem), 2)
    try:
        if actor:
            at = clock.now()
            services.freeze(area=area, year=year, actor=actor, on=clock.day_of(at), at=at)
        report = services.annual_report(area, year)
    except Incomplete as problem:
        return _say(str(problem), 2)
    except Problem as problem:
        return _say(str(problem), 1)
    for warning in (*report.mismatches, *report.warnings):
        _say(f"Warning: {warning}", 0)
    sys.stdout.buffer.write(FORMATS[options.format](report, ""))
    sys.stdout.flush()
    return 1 if report.mismatches else 0


def _say(message: str, status: int) -> int:
    print(message, file=sys.stderr)  # noqa: T201 - the command line speaks here
    return status
