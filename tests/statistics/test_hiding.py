"""Small numbers are left out of tables, and cannot be worked out again from what is left."""

import random

import pytest

from mappa.statistics.hiding import shown_together

SMALLEST = 5


def worked_out(tables, shown):
    """Every hidden number that somebody finds by subtracting in one line after another of all the tables."""
    rows = [[list(row) for row in each.rows] for each in shown]
    totals = list(shown[0].totals)
    for each in shown:
        totals = [known if known is not None else other for known, other in zip(totals, each.totals, strict=True)]
    everybody = sum(map(sum, tables[0]))
    found, before = [], -1
    while len(found) != before:
        before = len(found)
        for table, counts in zip(rows, tables, strict=True):
            for r, row in enumerate(table):
                if totals[r] is None and None not in row:
                    totals[r] = sum(row)
                    found.append(("total", r))
                if totals[r] is not None and row.count(None) == 1:
                    c = row.index(None)
                    row[c] = totals[r] - sum(n for n in row if n is not None)
                    found.append((r, c))
            for c in range(len(table[0])):
                column = [row[c] for row in table]
                if column.count(None) == 1:
                    r = column.index(None)
                    table[r][c] = sum(each[c] for each in counts) - sum(n for n in column if n is not None)
                    found.append((r, c))
        if totals.count(None) == 1:
            r = totals.index(None)
            totals[r] = everybody - sum(n for n in totals if n is not None)
            found.append(("total", r))
    return found


def tables_of_one_population(draw):
    """Two ways of counting the same invented people, so that the totals of their rows are equal."""
    rows = [draw.choice([0, 0, 1, 2, 3, 6, 12, 60]) for _ in range(draw.randint(2, 7))]

    def spread(columns):
        table = [[0] * columns for _ in rows]
        for row, total in zip(table, rows, strict=True):
            for _ in range(total):
                row[draw.choice([0, 0, 0, draw.randrange(columns)])] += 1
        return table

    return [spread(3), spread(2)]


class TestSmallNumbers:
    @pytest.mark.requirement("IDENT-35")
    def test_are_not_shown_and_cannot_be_worked_out(self):
        draw = random.Random(7)  # noqa: S311 - invented tables need no secrecy
        for _ in range(400):
            tables = tables_of_one_population(draw)

            shown = shown_together(tables, SMALLEST)

            assert worked_out(tables, shown) == [], (tables, shown)
            for table, each in zip(tables, shown, strict=True):
                for row, counts in zip(each.rows, table, strict=True):
                    assert all(n is None or n == 0 or n >= SMALLEST for n in row)
                    assert [n for n in row if n is not None] == [
                        count for n, count in zip(row, counts, strict=True) if n is not None
                    ]
                assert each.totals == shown[0].totals

    def test_hide_a_second_number_of_their_line_the_next_in_size(self):
        (only,) = shown_together([[[2, 30, 8], [40, 50, 60]]], SMALLEST)

        assert only.rows == ((None, 30, None), (None, 50, None))
        assert only.totals == (40, 150)
        assert only.columns == (42, 80, 68)

    def test_hide_a_third_where_two_together_are_still_small(self):
        (only,) = shown_together([[[1, 1, 50, 60], [90, 90, 90, 90]]], SMALLEST)

        assert only.rows[0] == (None, None, None, 60)

    def test_large_numbers_are_all_shown(self):
        (only,) = shown_together([[[5, 30], [0, 50]]], SMALLEST)

        assert only.rows == ((5, 30), (0, 50))
