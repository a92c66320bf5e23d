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


SOMEBODY = {
    "person_ref": "X100001", "family_name": "Testcase", "given_names": "Robin", "date_of_birth": "1985-06-11",
    "pnc_id": "1999/0000001A",
}  # fmt: skip
EXTRACTED = {
    "probation-extract": SOMEBODY | {
        "category": "2", "level": "1", "registered_from": "2026-01-12", "registered_to": "", "officer": "Kit Umber",
        "team": "North team", "lead_agency": "probation",
    },
    "prison-extract": SOMEBODY | {
        "person_ref": "A1234BC", "establishment": "HMP Northshire Vale", "received_on": "2026-02-09",
        "release_date": "2026-08-01", "licence_end": "2028-02-08", "sentence_expiry": "2028-02-08",
        "mappa_marked": "yes",
    },
    "police-extract": SOMEBODY | {
        "person_ref": "08/0000123", "kind": "first_notification", "on": "2026-02-12", "days": "",
        "no_fixed_abode": "", "by": "", "visit_kind": "", "visitor": "",
    },
}  # fmt: skip
"""A good row of each extract, about the same person as `GOOD`."""


def an_extract(kind: str, *rows: dict[str, str]) -> bytes:
    """Rows of an extract as a file, each a good row with these cells changed."""
    return a_file(*(EXTRACTED[kind] | row for row in rows or ({},)), columns=tuple(EXTRACTED[kind]))
