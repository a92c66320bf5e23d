"""The report as plain sheets of rows, from which the screen, CSV and spreadsheets are all made."""

from dataclasses import dataclass

from mappa.statistics import labels
from mappa.statistics.services import AnnualReport

Cell = str | int | None
DASH = "-"


@dataclass(frozen=True)
class Sheet:
    """One table to print: a title, a heading for each column, and rows. None prints as a dash."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(report: AnnualReport) -> list[Sheet]:
    """Every table of the report in the order in which it is printed."""
    figures = report.figures
    tables = {
        "eligible_on_snapshot": figures["eligible_on_snapshot"],
        "levels_2_and_3_in_year": figures["levels_2_and_3_in_year"],
        **figures["returned_to_custody"],
    }
    sheets = [_grid(name, labels.table_title(name, report.year), rows) for name, rows in tables.items()]
    single = tuple((label, _find(figures, key)) for key, label in labels.SINGLE.items())
    return [*sheets, Sheet("single", "Other figures", ("Figure", "Number"), single)]


def _grid(name: str, title: str, rows: dict[str, dict[str, int | None]]) -> Sheet:
    columns = tuple(next(iter(rows.values())))
    return Sheet(
        name,
        title,
        ("Level", *(labels.words(column) for column in columns)),
        tuple((labels.words(level), *(row[column] for column in columns)) for level, row in rows.items()),
    )


def _find(figures: dict[str, object], key: str) -> Cell:
    found: object = figures
    for part in key.split("."):
        found = found[part]  # type: ignore[index]
    return found  # type: ignore[return-value]
