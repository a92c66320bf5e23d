"""From bytes to rows, or a clear word about why not."""

import io

import pytest

from mappa.imports import reading
from mappa.imports.reading import MOST_BYTES, read_all, table_of
from mappa.imports.refusals import FileRefused
from mappa.imports.results import COLUMNS
from tests.factories.imports import a_file, a_row

GOOD = a_file(a_row())
HEADER = ",".join(COLUMNS)
LINE = GOOD.decode().splitlines()[1]


class TestFile:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "is empty"),
            (b" \n\n", "is empty"),
            (GOOD.decode().encode("utf-16"), "NUL bytes"),
            (GOOD.replace(b"Robin", b"Ro\0bin"), "NUL bytes"),
            (b"PK\x03\x04\0\0", "NUL bytes"),
            (GOOD.replace(b"Robin", "José".encode("latin-1")), "line 2 has a character in another encoding"),
            (f"{HEADER}\r\n".encode(), "a header and no rows"),
            (GOOD.replace(b"disposal,", b"", 1), "columns are missing: disposal"),
            (GOOD.replace(b"person_ref,", b"", 1), "columns are missing: person_ref"),
            (LINE.encode(), "columns are missing"),
            (a_file(a_row(), columns=(*COLUMNS, "notes")), "not known: notes"),
            (GOOD.replace(b"sex,", b"sex,sex,", 1), "more than once: sex"),
            (a_file(a_row(), delimiter=";"), "separated by semicolons"),
            (GOOD.replace(b"Robin", b'"Robin'), "stops being CSV at line"),
            (GOOD.replace(b"Robin", b'"Ro"bin'), "stops being CSV at line 2"),
            (GOOD.replace(b"Robin", b"R" * 200_000), "stops being CSV"),
        ],
    )
    def test_that_cannot_be_read_is_refused_with_what_to_do(self, content, says):
        with pytest.raises(FileRefused) as refused:
            table_of(content, COLUMNS)

        assert says in str(refused.value)
        assert "Nothing was saved." in str(refused.value)

    def test_with_a_byte_order_mark_is_read(self):
        assert table_of(b"\xef\xbb\xbf" + GOOD, COLUMNS).rows[0].cells["person_ref"] == "C-1001"

    def test_with_columns_in_another_order_and_blank_lines_is_read(self):
        turned = a_file(a_row(), columns=tuple(reversed(COLUMNS)))

        assert table_of(turned + b"\r\n,,\r\n", COLUMNS).rows[0].cells == table_of(GOOD, COLUMNS).rows[0].cells

    def test_with_a_line_break_inside_a_cell_counts_as_a_spreadsheet_does(self):
        table = table_of(a_file(a_row(home_address="1 Test Street\nNorthshire"), a_row(person_ref="C-2")), COLUMNS)

        assert [row.number for row in table.rows] == [2, 3]

    def test_that_is_huge_is_refused_before_the_rest_is_read(self):
        taken = []

        def pieces():
            for _ in range(100):
                taken.append(1)
                yield b"x" * (MOST_BYTES // 2)

        with pytest.raises(FileRefused, match="larger than 5 megabytes"):
            read_all(pieces())

        assert len(taken) == 3

    def test_with_too_many_rows_is_refused(self, monkeypatch):
        monkeypatch.setattr(reading, "MOST_ROWS", 2)

        with pytest.raises(FileRefused, match="more than 2 rows"):
            table_of(a_file(a_row(), a_row(), a_row()), COLUMNS)


class TestRow:
    @pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", " =HYPERLINK()", "\r=1"])
    @pytest.mark.parametrize("column", ["family_name", "home_address", "victim_age"])
    def test_with_a_formula_is_refused_with_its_column(self, cell, column):
        [refusal] = table_of(a_file(a_row(**{column: cell})), COLUMNS).refused

        assert (refusal.row, refusal.column) == (2, column)
        assert "formula" in refusal.reason

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (GOOD + b"a,b\r\n", "2 cells and the header 20"),
            (GOOD + f"{HEADER}\r\n".encode(), "header comes again"),
            (GOOD + a_file(a_row(family_name="Bell\x07")).splitlines()[1], "control character"),
        ],
    )
    def test_that_is_misshapen_is_refused_and_the_others_stay(self, content, says):
        table = table_of(content, COLUMNS)

        assert [refusal.row for refusal in table.refused] == [3]
        assert says in table.refused[0].reason
        assert len(table.rows) == 1

    def test_reads_a_file_in_pieces(self):
        file = io.BytesIO(GOOD)

        assert read_all(iter(lambda: file.read(7), b"")) == GOOD
