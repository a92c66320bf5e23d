"""The report for the screen."""

from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.govuk.presenters import Column, table
from mappa.statistics.labels import definitions, words
from mappa.statistics.services import AnnualReport
from mappa.statistics.sheets import DASH, Sheet, sheets_of


def _table(sheet: Sheet) -> Any:
    first, *others = sheet.columns
    return table(
        caption=sheet.title,
        columns=[first, *(Column(text=name, numeric=True) for name in others)],
        rows=[
            (row[0], *(DASH if cell is None else f"{cell:,}" if isinstance(cell, int) else cell for cell in row[1:]))
            for row in sheet.rows
        ],
    )


def report_context(report: AnnualReport) -> dict[str, Any]:
    """What both the screen and the page that stands alone show."""
    return {
        "page_title": f"Annual figures, {report.area.name}, {report.year.name}",
        "area": report.area.name,
        "year": report.year.name,
        "edition": report.edition,
        "frozen_at": report.frozen_at,
        "tables": [_table(sheet) for sheet in sheets_of(report)],
        "sheets": sheets_of(report),
        "definitions": definitions(report.edition),
        "warnings": report.warnings,
        "mismatches": report.mismatches,
        "notes": report.notes,
    }


def screen_context(report: AnnualReport, *, actor: User, years: list[str]) -> dict[str, Any]:
    """The screen's own additions: other years, downloads, and what the actor may do."""
    may_drill = bool(may(actor, Permission.STATISTICS_DRILL))
    return report_context(report) | {
        "years": years,
        "formats": ["json", "csv", "xlsx", "ods", "html"],
        "may_freeze": bool(may(actor, Permission.STATISTICS_FREEZE)) and not report.frozen_at,
        "behind": [
            {"key": key, "text": words(key.replace(".", ", ")), "count": len(references)}
            for key, references in report.behind.items() if references
        ] if may_drill else [],
    }  # fmt: skip
