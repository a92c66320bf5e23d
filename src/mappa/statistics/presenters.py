"""The report for the screen."""

from datetime import date
from typing import Any

from django.urls import reverse

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Column, Link, table
from mappa.statistics.labels import definitions, words
from mappa.statistics.promises import ANSWERS, Promise
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


def promises_context(promises: list[Promise], actor: User, on: date) -> dict[str, Any]:
    """The four promises as a table. A count leads to the people behind it for those who may see them."""
    may_drill = bool(may(actor, Permission.STATISTICS_DRILL))

    def count(promise: Promise, answer: str) -> Link | int:
        number = len(promise.behind[answer])
        if not (number and may_drill):
            return number
        href = reverse("promise-behind", args=[promise.key, answer])
        return Link(text=str(number), href=href, hidden=f": {promise.text}, {ANSWERS[answer].lower()}")

    return {
        "page_title": f"The four national promises, {actor.area.name}",
        "day": long_date(on),
        "people": sum(len(references) for references in promises[0].behind.values()),
        "table": table(
            caption="Everybody in MAPPA now",
            columns=["Promise", *(Column(text=words, numeric=True) for words in ANSWERS.values())],
            rows=[(promise.text, *(count(promise, answer) for answer in ANSWERS)) for promise in promises],
        ),
        "promises": promises,
    }
