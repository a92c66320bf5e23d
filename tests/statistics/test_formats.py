"""The report in each format reads back to the same figures, and no cell can be a formula."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from tests.factories.statistics import YEAR, a_counting_area, counted

from mappa.statistics.formats import FORMATS
from mappa.statistics.services import annual_report
from mappa.statistics.sheets import sheets_of

pytestmark = pytest.mark.django_db
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
EVIL = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def report():
    area = a_counting_area(residents=80_000)
    area.name = EVIL
    for category, level in [(1, 1), (1, 2), (3, 2), (2, 3)]:
        counted(category, level)
    found = annual_report(area, YEAR)
    found.notes.append(EVIL)
    return found


def cells(report):
    """What every spreadsheet must say: each table's title, heading and rows, a dash for what cannot apply."""
    return [
        [[sheet.title], [*sheet.columns], *([("-" if cell is None else cell) for cell in row] for row in sheet.rows)]
        for sheet in sheets_of(report)
    ]


class TestJson:
    def test_is_the_figures(self, report):
        assert json.loads(FORMATS["json"](report)) == report.figures


class TestCsv:
    def test_holds_every_table(self, report):
        text = FORMATS["csv"](report).decode("utf-8-sig")

        rows = [row for row in csv.reader(io.StringIO(text)) if row]

        assert rows == [[str(cell) for cell in row] for table in cells(report) for row in table]

    def test_has_no_cell_that_a_spreadsheet_would_run(self, report):
        rows = csv.reader(io.StringIO(FORMATS["csv"](report).decode("utf-8-sig")))

        assert [cell for row in rows for cell in row if cell[:1] in set("=+@\t\r") or cell[:1] == "-" != cell] == []


class TestXlsx:
    def test_holds_every_table_and_the_definitions(self, report):
        book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](report)))

        *pages, notes = [
            [[cell.value for cell in row if cell.value is not None] for row in sheet] for sheet in book.worksheets
        ]

        assert pages == cells(report)
        assert any("(a) Eligible" in row[0] for row in notes)

    def test_holds_no_formula(self, report):
        book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](report)))

        found = [cell for sheet in book.worksheets for row in sheet for cell in row]

        assert {cell.data_type for cell in found} <= {"s", "n"}
        assert [cell.value for cell in found if cell.value == EVIL] == [EVIL]


class TestOds:
    def tables(self, report):
        packed = zipfile.ZipFile(io.BytesIO(FORMATS["ods"](report)))
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        root = ET.fromstring(packed.read("content.xml"))  # noqa: S314 - our own file
        return root.findall(f".//{TABLE}table")

    def test_holds_every_table(self, report):
        def value(cell):
            number = cell.get(f"{OFFICE}value")
            return "".join(cell.itertext()) if number is None else int(number)

        *pages, notes = [
            [[value(cell) for cell in row] for row in table.findall(f"{TABLE}table-row")]
            for table in self.tables(report)
        ]

        assert pages == cells(report)
        assert any("(a) Eligible" in row[0] for row in notes)

    def test_holds_no_formula(self, report):
        found = [cell for table in self.tables(report) for cell in table.iter(f"{TABLE}table-cell")]

        assert [cell.attrib for cell in found if f"{TABLE}formula" in cell.attrib] == []
        assert [cell.get(f"{OFFICE}value-type") for cell in found if "".join(cell.itertext()) == EVIL] == ["string"]


class TestHtml:
    def test_stands_alone_and_escapes(self, report):
        page = FORMATS["html"](report).decode()

        assert "=HYPERLINK(&quot;" in page
        assert "<script" not in page
        assert page.count("<table>") == len(sheets_of(report))
