"""Leaving small numbers out of tables so that nobody can be found in them, and none can be worked out again."""

from collections.abc import Sequence
from dataclasses import dataclass

Counts = Sequence[Sequence[int]]
Cell = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """A table of counts with its totals. None stands for a number that is not shown."""

    rows: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]
    """The total of each row."""
    columns: tuple[int, ...]
    """The total of each column, which is always shown: the annual report publishes it."""


def shown_together(tables: Sequence[Counts], smallest: int) -> list[Shown]:
    """Tables of the same rows with the same totals, less what is not to be shown.

    A total that is hidden in one table is hidden in all of them.

    Args:
        smallest: the smallest count that may be shown; nought may be shown too.
    """
    totals: set[int] = set()
    while True:
        found = [hidden(counts, smallest, totals) for counts in tables]
        now = {
            row for counts, cells in zip(tables, found, strict=True) for row, c in cells if c == len(counts[row])
        }  # fmt: skip
        if now == totals:
            return [_without(counts, cells) for counts, cells in zip(tables, found, strict=True)]
        totals = now


def hidden(counts: Counts, smallest: int, totals: set[int]) -> set[Cell]:
    """The cells not to show: the small ones, and others until none can be worked out.

    The total of a row stands behind its last column. Totals of columns are taken as known. What is hidden in a line
    with a known total is at least two cells which together are not small. A line where that cannot be is hidden whole.

    Args:
        totals: rows whose total is hidden anyway.
    """
    table = [[*row, sum(row)] for row in counts]
    height, last = len(table), len(table[0]) - 1 if table else 0
    found = {(r, c) for r in range(height) for c in range(last + 1) if 0 < table[r][c] < smallest}
    found |= {(r, last) for r in totals}
    before = -1
    while len(found) != before:
        before = len(found)
        for r in range(height):
            known = (r, last) not in found
            _close([(r, c) for c in range(last + 1 - known)], table, found, smallest, known=known)
        for c in range(last + 1):
            _close([(r, c) for r in range(height)], table, found, smallest, known=True)
    return found


def _close(line: list[Cell], table: list[list[int]], found: set[Cell], smallest: int, *, known: bool) -> None:
    """Hide more of a line until nothing of it can be worked out: the smallest numbers first, nought last."""
    rest = sorted(
        (cell for cell in line if cell not in found),
        key=lambda at: (table[at[0]][at[1]] == 0, table[at[0]][at[1]], at),
        reverse=True,
    )
    while rest:
        mine = [table[r][c] for r, c in line if (r, c) in found]
        if not mine or (len(mine) > 1 and (not known or sum(mine) >= smallest)):
            return
        found.add(rest.pop())


def _without(counts: Counts, left_out: set[Cell]) -> Shown:
    width = len(counts[0]) if counts else 0
    return Shown(
        rows=tuple(
            tuple(None if (r, c) in left_out else count for c, count in enumerate(row)) for r, row in enumerate(counts)
        ),
        totals=tuple(None if (r, width) in left_out else sum(row) for r, row in enumerate(counts)),
        columns=tuple(sum(row[c] for row in counts) for c in range(width)),
    )
