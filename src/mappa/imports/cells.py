"""Reading one cell as a typed value, or saying what is wrong with it and what to do."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from mappa.imports.reading import FORMULA, Row
from mappa.imports.refusals import Refusal

YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
DISARMED = "'"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Wrong(ValueError):
    """What is wrong with a cell, and the remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


def text(most: int, *, needed: bool = False) -> Callable[[str], str]:
    """A text of at most so many characters, its white space made even."""

    def read(cell: str) -> str:
        if needed and not cell:
            raise Wrong("The cell is empty.", "Fill it in where the row comes from.")
        if len(cell) > most:
            raise Wrong(f"The text has more than {most} characters.", "Shorten it.")
        return " ".join(cell.split())

    return read


def day(*, needed: bool = False) -> Callable[[str], date | None]:
    """A day as year-month-day; None where the cell is empty and may be."""

    def read(cell: str) -> date | None:
        if not cell and not needed:
            return None
        if not _DAY.fullmatch(cell):
            raise Wrong("This is not a date.", "Write the date as year-month-day, for example 2026-03-02.")
        try:
            return date.fromisoformat(cell)
        except ValueError:
            raise Wrong("There is no such day.", "Check the day and the month against the source.") from None

    return read


def whole(most: int) -> Callable[[str], int | None]:
    """A whole number up to a limit; None where the cell is empty."""

    def read(cell: str) -> int | None:
        if not cell:
            return None
        if not (cell.isascii() and cell.isdecimal()) or int(cell) > most:
            raise Wrong(f"This is not a whole number up to {most}.", "Write figures only, or leave it empty.")
        return int(cell)

    return read


def one_of(words: dict[str, Any], remedy: str) -> Callable[[str], Any]:
    """What a known word stands for, whatever its case."""

    def read(cell: str) -> Any:
        if not cell:
            return words.get("")
        if cell.casefold() not in words:
            raise Wrong("This is not one of the words that are known.", remedy)
        return words[cell.casefold()]

    return read


Reader = Callable[[str], Any]
Problem = tuple[object, str, str, str]
"""Whether something cannot be, the column, the reason and the remedy."""
YES_OR_NO = one_of({**YES_NO, "": None}, "Write yes or no, or leave it empty.")


def as_text(value: object) -> str:
    """A fact as a cell of the file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def disarmed(cell: str) -> str:
    """The cell, its white space made even, and never one that a spreadsheet would work out."""
    even = " ".join(cell.split())
    return f"{DISARMED}{even}" if even.startswith(FORMULA) else even


def typed(row: Row, columns: Sequence[str], readers: Mapping[str, Reader]) -> dict[str, Any] | list[Refusal]:
    """Every cell of a row as its reader has it, or every reason why one cannot be read."""
    values: dict[str, Any] = {}
    refused = []
    for name in columns:
        try:
            values[name] = readers[name](row.cells[name])
        except Wrong as wrong:
            refused.append(Refusal(row.number, name, str(wrong), wrong.remedy))
    return refused or values
