"""The report in each format that somebody reads or processes."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence

from django.template.loader import render_to_string

from mappa.statistics.formats.ods import ods
from mappa.statistics.formats.xlsx import xlsx
from mappa.statistics.services import AnnualReport
from mappa.statistics.sheets import DASH, Sheet, sheets_of


def as_json(report: AnnualReport, stamp: str = "") -> bytes:
    """The figures under their published keys; None stands for a cell that cannot apply."""
    copy = {"copy": stamp} if stamp else {}
    return (json.dumps({**copy, **report.figures}, indent=2, ensure_ascii=False) + "\n").encode()


def as_csv(report: AnnualReport, stamp: str = "") -> bytes:
    """Every table of the report."""
    return sheets_as_csv([([sheet.title], sheet) for sheet in sheets_of(report)], [[stamp]] if stamp else [])


def sheets_as_csv(sheets: Iterable[tuple[Sequence[str], Sheet]], head: Sequence[Sequence[str]]) -> bytes:
    """Every table after the lines that stand over it, an empty line between, for a reader or a spreadsheet.

    Args:
        head: what stands above all tables. The file begins with a BOM.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    if head:
        writer.writerows([*head, []])
    for over, sheet in sheets:
        writer.writerows([line] for line in over)
        writer.writerow(sheet.columns)
        writer.writerows([DASH if cell is None else cell for cell in row] for row in sheet.rows)
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def as_html(report: AnnualReport, stamp: str = "") -> bytes:
    """One page that stands alone."""
    from mappa.statistics.presenters import report_context  # noqa: PLC0415 - presenters also draw the screens

    return render_to_string("statistics/alone.html", {**report_context(report), "stamp": stamp}).encode()


FORMATS: dict[str, Callable[[AnnualReport, str], bytes]] = {
    "json": as_json,
    "csv": as_csv,
    "xlsx": lambda report, stamp="": xlsx(sheets_of(report), report, stamp),
    "ods": lambda report, stamp="": ods(sheets_of(report), report, stamp),
    "html": as_html,
}
"""Each takes the report and, for a copy that leaves, the line that is printed on it."""
