"""A court's file of the week, with good rows, one that cannot be right and one that is doubtful."""

import csv
import io
from datetime import date, timedelta

from mappa.people.models import Person

COLUMNS = (
    "person_ref", "family_name", "given_names", "date_of_birth", "sex",
    "pnc_id", "court", "conviction_date", "offence_date", "cjs_code",
    "offence_title", "victim_age", "plea_or_finding", "sentence_date", "disposal",
    "term_months", "suspended", "licence_end", "home_address", "managing_agency",
)  # fmt: skip
WEEK = timedelta(days=7)
ABH = ("OF61102", "Assault occasioning actual bodily harm")
WOUNDING = ("OF61131", "Unlawful wounding")
UNLISTED = ("ZZ99999", "An offence that the code list lacks")


def court_results(on: date) -> bytes:
    """The file as the court sends it."""
    known = Person.objects.filter(reference="NS-P-0007").get()
    named = (known.family_name + "e", known.given_names)
    rows = [
        _row("D1", ("Quillmere", "Barnaby"), date(1988, 4, 2), on, offence=ABH, months=18),
        _row("D2", ("Tarrowby", "Ellis"), date(1979, 9, 30), on, offence=WOUNDING, months=30),
        _row("D3", ("Vexmoor", "Corin"), date(1992, 1, 17), on, offence=UNLISTED, months=14),
        _row("D4", named, known.date_of_birth, on, offence=ABH, months=12),
        _row("D5", ("Yewstead", "Rowan"), on + WEEK, on, offence=ABH, months=12),
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _row(
    ref: str, named: tuple[str, str], born: date | None, on: date, *, offence: tuple[str, str], months: int
) -> dict[str, str]:
    family, given = named
    code, title = offence
    return {
        "person_ref": ref, "family_name": family, "given_names": given, "sex": "male", "court": "crown",
        "date_of_birth": born.isoformat() if born else "", "conviction_date": (on - 5 * WEEK).isoformat(),
        "offence_date": (on - 40 * WEEK).isoformat(), "cjs_code": code, "offence_title": title, "victim_age": "34",
        "plea_or_finding": "guilty", "sentence_date": (on - WEEK).isoformat(), "disposal": "IMP_12",
        "term_months": str(months), "suspended": "no",
        "licence_end": (on - WEEK + timedelta(days=30 * months)).isoformat(),
        "home_address": "14 Kiln Row, Northwick", "managing_agency": "probation",
    }  # fmt: skip
