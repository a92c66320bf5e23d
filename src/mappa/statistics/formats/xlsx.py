"""The report as an Excel workbook."""

import io

import xlsxwriter

from mappa.statistics.labels import definitions
from mappa.statistics.services import AnnualReport
from mappa.statistics.sheets import DASH, Sheet


def xlsx(sheets: list[Sheet], report: AnnualReport, stamp: str = "") -> bytes:
    """One worksheet for each table and one for definitions and notes. Text is written as text, never a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"MAPPA annual figures, {report.area.name}, {report.year.name}"})
    bold = book.add_format({"bold": True})
    for number, sheet in enumerate(sheets, start=1):
        page = book.add_worksheet(f"Table {number}")
        page.set_column(0, 0, 60)
        page.write_string(0, 0, sheet.title, bold)
        page.write_row(1, 0, sheet.columns, bold)
        for index, row in enumerate(sheet.rows, start=2):
            page.write_row(index, 0, [DASH if cell is None else cell for cell in row])
        if stamp:
            page.write_string(len(sheet.rows) + 2, 0, stamp)
    page = book.add_worksheet("Notes")
    page.set_column(0, 0, 120)
    lines = [f"({item.letter}) {item.term}. {item.meaning}" for item in definitions(report.edition)]
    for index, line in enumerate([*filter(None, [stamp]), *lines, *report.notes, *report.warnings]):
        page.write_string(index, 0, line)
    book.close()
    return out.getvalue()
