"""Invented files of court results."""

import csv
import io
from typing import Any

from mappa.imports.results import COLUMNS

ROBBERY = "TH68023"
"""A code of Schedule 15 CJA 2003."""

GOOD = {
    "person_ref": "C-1001",
    "family_name": "Testcase",
    "given_names": "Robin",
    "date_of_birth": "1985-06-11",
    "sex": "male",
    "pnc_id": "1999/0000001A",
    "court": "Northshire Crown Court",
    "conviction_date": "2026-01-12",
    "offence_date": "2025-05-01",
    "cjs_code": ROBBERY,
    "offence_title": "Robbery",
    "victim_age": "34",
    "plea_or_finding": "guilty",
    "sentence_date": "2026-02-09",
    "disposal": "IMP_12",
    "term_months": "24",
    "suspended": "no",
    "licence_end": "2028-02-08",
    "home_address": "1 Test Street, Northshire",
    "managing_agency": "",
}


def a_row(**cells: str) -> dict[str, str]:
    """A good row with these cells changed."""
    return GOOD | cells


def somebody(number: int, **cells: str) -> dict[str, str]:
    """A good row about another person each time."""
    own = {
        "person_ref": f"C-{number}",
        "pnc_id": f"2001/{number:07d}B",
        "family_name": f"Person{'abcdefghij'[number % 10]}{number}",
        "date_of_birth": f"19{70 + number % 20}-0{1 + number % 9}-{10 + number % 18}",
    }
    return GOOD | own | cells


def a_file(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, **how: Any) -> bytes:
    """The rows under the header, as bytes."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", **how)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
