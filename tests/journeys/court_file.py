"""The court's file with which the journey begins."""

import csv
from datetime import date, timedelta

from mappa.imports.results import COLUMNS

ABH = ("OF61102", "Assault occasioning actual bodily harm")
WOUNDING = ("OF61131", "Unlawful wounding")
FAMILY, GIVEN = "Brackenmoor", "Tobias"


def write(path, *, on):
    """Two good rows about one person, whose licence ends today; one about another; and a disposal no court gives."""
    rows = [
        row("J1", on, ABH),
        row("J1", on, WOUNDING),
        row("J2", on, ABH, family_name="Ellerholme", given_names="Rufus", date_of_birth="1990-05-05"),
        row("J3", on, ABH, family_name="Fennimore", given_names="Giles", disposal="GAOL"),
    ]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(ref, on, offence, **cells):
    code, title = offence
    sentenced = on - timedelta(days=540)
    return {
        "person_ref": ref, "family_name": FAMILY, "given_names": GIVEN, "date_of_birth": date(1984, 3, 9).isoformat(),
        "sex": "male", "pnc_id": "", "court": "crown", "conviction_date": (on - timedelta(days=570)).isoformat(),
        "offence_date": (on - timedelta(days=700)).isoformat(), "cjs_code": code, "offence_title": title,
        "victim_age": "34", "plea_or_finding": "guilty", "sentence_date": sentenced.isoformat(), "disposal": "IMP_12",
        "term_months": "18", "suspended": "no", "licence_end": on.isoformat(),
        "home_address": "3 Tern Walk, Northwick", "managing_agency": "probation", **cells,
    }  # fmt: skip
