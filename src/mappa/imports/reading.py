"""From bytes to rows of text, or a clear word about why not. Nothing here knows what the columns mean."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mappa.imports.refusals import FileRefused, Refusal

# Limits of this product, so that one file cannot stop the service; no rule of law.
MOST_BYTES, MOST_BYTES_OF_A_COMMAND = 5 * 1024 * 1024, 50 * 1024 * 1024
"""Of a file that is sent to a page, and of one that a command reads."""
MOST_ROWS = 100_000

SAVE_AS = "Save the file again as “CSV UTF-8” and send it once more."
NOTHING = "Nothing was saved."
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """One row of a file. `number` counts as a spreadsheet does: the header is row 1."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a file holds: rows whose shape is right, and refusals of the others."""

    sha256: str
    rows: list[Row]
    refused: list[Refusal]


def read_all(chunks: Iterable[bytes], most: int = MOST_BYTES) -> bytes:
    """The whole file, read in pieces, never more than the limit in bytes.

    Raises:
        FileRefused: it is larger.
    """
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) > most:
            raise FileRefused(
                f"The file is larger than {most // 1024 // 1024} megabytes, so it was not read. {NOTHING} "
                "Split it into smaller files, each with the header row."
            )
    return bytes(held)


def table_of(content: bytes, columns: Sequence[str], further: Sequence[str] = ()) -> Table:
    """The rows of a CSV file under a known header.

    Args:
        content: the bytes of the file.
        columns: every column that the header must have, in any order.
        further: those that it may have besides; no other.

    Raises:
        FileRefused: it is empty, is not UTF-8, is not CSV, or has another header.
    """
    text = _decoded(content)
    records = _records(text)
    header = _header(next(records, (1, []))[1], columns, further)
    rows: list[Row] = []
    refused: list[Refusal] = []
    for number, cells in records:
        if len(rows) + len(refused) >= MOST_ROWS:
            raise FileRefused(
                f"The file has more than {MOST_ROWS:,} rows. {NOTHING} Split it, each part with the header row."
            )
        refusal = _misshapen(number, cells, header)
        if refusal:
            refused.append(refusal)
        else:
            values = (cell.strip() for cell in cells)
            rows.append(Row(number=number, cells=dict(zip(header, values, strict=True))))
    if not rows and not refused:
        raise FileRefused(
            f"The file has a header and no rows, so there is nothing to take in. {NOTHING} Check the export."
        )
    return Table(sha256=hashlib.sha256(content).hexdigest(), rows=rows, refused=refused)


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise FileRefused(f"The file is empty. {NOTHING} Check that the export finished, and send it again.")
    if b"\0" in content:
        raise FileRefused(
            f"The file holds NUL bytes: it is UTF-16, a spreadsheet or damaged, not CSV. {NOTHING} {SAVE_AS}"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise FileRefused(
            f"The file is not UTF-8: line {line} has a character in another encoding. {NOTHING} {SAVE_AS}"
        ) from wrong


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as wrong:
        raise FileRefused(
            f"The file stops being CSV at line {reader.line_num}: {wrong}. {NOTHING} "
            "Look for a quotation mark that is not closed, or export the file again."
        ) from wrong


def _header(cells: list[str], columns: Sequence[str], further: Sequence[str]) -> list[str]:
    header = [cell.strip().casefold() for cell in cells]
    problems = []
    if missing := [name for name in columns if name not in header]:
        problems.append(f"these columns are missing: {', '.join(missing)}")
    if repeated := sorted({name for name in header if name and header.count(name) > 1}):
        problems.append(f"these columns come more than once: {', '.join(repeated)}")
    if extra := [name or "(no name)" for name in dict.fromkeys(header) if name not in {*columns, *further}]:
        problems.append(f"these columns are not known: {', '.join(name[:40] for name in extra)}")
    if problems:
        hint = (
            " The columns look separated by semicolons; separate them by commas."
            if len(cells) == 1 and ";" in cells[0]
            else ""
        )
        may = f" It may have besides: {', '.join(further)}." if further else ""
        raise FileRefused(
            f"The first row is not the header that is expected: {'; '.join(problems)}. {NOTHING}{hint} "
            f"The header must be: {', '.join(columns)}.{may}"
        )
    return header


def _misshapen(number: int, cells: list[str], header: list[str]) -> Refusal | None:
    """A row that cannot be read at all; also one with a formula or a control character, which is never stored."""
    if [cell.strip().casefold() for cell in cells] == header:
        return Refusal(number, "", "The header comes again.", "Remove this row: files were probably joined.")
    if len(cells) != len(header):
        return Refusal(
            number,
            "",
            f"The row has {len(cells)} cells and the header {len(header)}.",
            "Put text that has a comma in it in quotation marks, and leave unknown cells empty.",
        )
    for name, cell in zip(header, cells, strict=True):
        if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA):
            return Refusal(
                number,
                name,
                "The cell begins like a spreadsheet formula (= + - @ or a tab), so it is not stored.",
                "Correct the cell where it comes from, so that it begins with a letter or a figure.",
            )
        if any(ord(letter) < ord(" ") and letter not in "\n\r\t" for letter in cell):
            return Refusal(
                number, name, "The cell has a control character in it.", "Type the cell again where it comes from."
            )
    return None
