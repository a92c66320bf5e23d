"""Reads the lists: which offence is in which schedule and paragraph, on what condition, established how."""

import csv
import datetime as dt
import functools
import re
from collections.abc import Mapping

from mappa_policy.reading import HERE

FOLDER = HERE / "offences"
SCHEDULE_15 = "CJA2003-15"
SCHEDULE_3 = "SOA2003-3"
OMITTED = "omitted"
DOUBTFUL = "doubtful"

Row = Mapping[str, str]


@functools.cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of one list, as they stand in the file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@functools.cache
def schedule_15() -> Mapping[str, tuple[Row, ...]]:
    """Schedule 15 CJA 2003 by paragraph; a paragraph omitted and inserted again has two rows.

    Controlling or coercive behaviour stands under the empty key: its paragraph number was not verified.
    """
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows("offences_schedule15_cja2003"):
        found[row["para"]] = (*found.get(row["para"], ()), row)
    return found


@functools.cache
def schedule_3() -> Mapping[str, Row]:
    """Schedule 3 SOA 2003 by paragraph; every row of a paragraph has the same condition."""
    found: dict[str, Row] = {}
    for row in rows("offences_schedule3_soa2003"):
        found.setdefault(row["para"], row)
    return found


@functools.cache
def terrorist_offences() -> frozenset[str]:
    """Paragraphs of Schedule 19ZA CJA 2003, Parts 1 and 2."""
    return frozenset(row["para"] for row in rows("offences_schedule19za_cja2003"))


_day_of = functools.cache(dt.date.fromisoformat)


def date_of(row: Row, key: str) -> dt.date | None:
    """A date of a row, or none where the row does not limit it."""
    written = row.get(key)
    return _day_of(written) if written else None


def in_force(row: Row, day: dt.date) -> bool:
    """Whether the paragraph was in force on that day, first and last day included.

    A paragraph that is omitted and has no date of omission is not in force on any day.
    """
    begins, ends = date_of(row, "in_force_from"), date_of(row, "in_force_to")
    if row["status"] == OMITTED and ends is None:
        return False
    return (begins is None or begins <= day) and (ends is None or day <= ends)


_MARK = re.compile(r"(?:recalled|inferred)\s*(?:\(([^)]*)\))?")


def was_read(row: Row) -> bool:
    """Whether the law of a row was read. A title alone that was recalled changes no answer, and counts as read."""
    return row.get("status") != DOUBTFUL and _all_read(row["established"])


@functools.cache
def _all_read(established: str) -> bool:
    return all(covered == "title" for covered in _MARK.findall(established))
