"""The report for the screen."""

from datetime import date
from typing import Any

from django.urls import reverse

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Column, Link, table
from mappa.statistics.fairness import Fairness
from mappa.statistics.hiding import Shown
from mappa.statistics.labels import definitions, words
from mappa.statistics.promises import ANSWERS, Promise
from mappa.statistics.services import AnnualReport
from mappa.statistics.sheets import DASH, Sheet, sheets_of


def sheet_table(sheet: Sheet) -> Any:
    """A sheet as the table of a page."""
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
        "tables": [sheet_table(sheet) for sheet in sheets_of(report)],
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
        "may_see_fairness": bool(may(actor, Permission.FAIRNESS_VIEW)),
        "may_freeze": bool(may(actor, Permission.STATISTICS_FREEZE)) and not report.frozen_at,
        "behind": [
            {"key": key, "text": words(key.replace(".", ", ")), "count": len(references)}
            for key, references in report.behind.items() if references
        ] if may_drill else [],
    }  # fmt: skip


HIDDEN = "Not shown"
COMPARED = {
    "level": ("At level 2 or 3 at some time in the year", "of everybody in the group"),
    "decision": ("Category changed by a person", "of those whose proposed category was decided in the year"),
    "return": ("Returned to custody at level 2 or 3 in the year", "of everybody in the group"),
}


def _by_group(counted: Fairness, caption: str, columns: list[str], part: Shown) -> Any:
    heads = [Column(text=text, numeric=True) for text in (*columns, "Total")]

    def number(count: int | None) -> str:
        return HIDDEN if count is None else f"{count:,}"

    rows = [
        (words, *(number(count) for count in row), number(total))
        for words, row, total in zip(counted.groups, part.rows, part.totals, strict=True)
    ]
    every = ("Everybody", *(number(count) for count in part.columns), number(sum(part.columns)))
    return table(caption=caption, columns=[counted.asked.label, *heads], rows=[*rows, every])


def _rates_table(counted: Fairness, key: str) -> Any:
    title, among = COMPARED[key]
    heads = [Column(text=text, numeric=True) for text in ("Group", "Everybody else", "Apart by")]

    def hundredths(part: float | None) -> str:
        return DASH if part is None else f"{part:.1f}%"

    def points(apart: float | None) -> str:
        return DASH if apart is None else f"{apart:+.1f} points"

    return table(
        caption=f"{title}: {among}",
        columns=[counted.asked.label, *heads],
        rows=[
            (words, hundredths(rate.group), hundredths(rate.others), points(rate.apart))
            for words, rate in zip(counted.groups, counted.rates[key], strict=True)
        ],
    )


def fairness_context(counted: Fairness, years: list[dict[str, Any]]) -> dict[str, Any]:
    """The counts by group, and how far the groups are apart."""
    report = counted.report
    start = report.year.first.year
    return {
        "page_title": f"Fairness: {counted.asked.label.lower()}, {report.area.name}, {report.year.name}",
        "frozen_at": report.frozen_at,
        "day": long_date(report.year.last),
        "start": start,
        "key": counted.asked.key,
        "characteristics": list(counted.labels.items()),
        "years": years,
        "rates": [_rates_table(counted, key) for key in COMPARED],
        "tables": [
            _by_group(counted, "By category", [f"Category {each}" for each in counted.categories], counted.by_category),
            _by_group(
                counted, "By level", ["Level 2 or 3 at some time in the year", "Level 1 all the year"], counted.by_level
            ),
            _by_group(counted, "By return to custody in the year", ["Returned", "Not returned"], counted.by_return),
            _by_group(
                counted, "By what people decided on the proposed category in the year",
                ["Changed it", "Confirmed it", "No decision"], counted.by_decision,
            ),
        ],
        "victims": _by_group(counted, "Victims and people at risk on their records", ["Recorded"], counted.victims),
        "smallest": counted.smallest,
        "base": counted.base,
        "sources": counted.sources,
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
