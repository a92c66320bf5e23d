"""Reports of files, and doubtful matches side by side, as plain values."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from mappa.govuk.presenters import Link, Options, Tag, row, summary_list, table
from mappa.imports.models import ImportedFile
from mappa.imports.results import CourtResult
from mappa.matching.models import DoubtfulMatch
from mappa.people.models import Person
from mappa.people.presenters import name_of, page_of


def files_table(files: Iterable[ImportedFile]) -> Options:
    """Files taken in, newest first."""
    return table(
        caption="Files taken in",
        columns=["File", "Taken in", "By", "Rows taken", "Rows held", "Rows refused"],
        rows=[
            (
                Link(text=file.name, href=reverse("court-results-report", args=[file.pk])),
                file.at,
                file.by,
                file.rows_taken,
                file.report.get("rows_held", 0),
                file.rows_refused,
            )
            for file in files
        ],
    )


def report_parts(report: dict[str, Any]) -> dict[str, Any]:
    """A report as a summary and three tables."""
    return {
        "summary": summary_list(
            [
                row("File", report["file"]),
                row("Rows", report["rows"]),
                row("Good", report["rows_taken"]),
                row("Held for a decision", report["rows_held"]),
                row("Refused", report["rows_refused"]),
                row("New people", report["people_new"]),
                row("People on record", report["people_known"]),
            ]
        ),
        "refused": table(
            caption="Refused rows",
            columns=["Row", "Column", "Why", "What to do"],
            rows=[
                (one["row"], one["column"] or "The whole row", one["reason"], one["remedy"])
                for one in report["refused"]
            ],
        ),
        "held": table(
            caption="Rows held for a decision",
            columns=["Row", "Why"],
            rows=[(one["row"], one["why"]) for one in report["held"]],
        ),
        "unknown": table(
            caption="Offence codes in neither schedule",
            columns=["Row", "Code", "What follows"],
            rows=[(one["row"], one["cjs_code"], one["what"]) for one in report["unknown_codes"]],
        ),
    }


def matches_table(matches: Iterable[DoubtfulMatch]) -> Options:
    """Doubtful matches, undecided first."""
    return table(
        caption="Doubtful matches",
        columns=["Raised", "From", "May be", "Why", "Decision"],
        rows=[
            (
                Link(
                    text=f"{match.raised_at:%d %m %Y}",
                    href=reverse("match-detail", args=[match.pk]),
                    hidden=match.source,
                ),
                match.source,
                match.candidate.reference,
                match.why,
                _decision(match),
            )
            for match in matches
        ],
    )


def _decision(match: DoubtfulMatch) -> Tag:
    if match.decided_at is None:
        return Tag(text="To decide", colour="yellow")
    return Tag(text="Same person", colour="green") if match.same_person else Tag(text="Somebody else")


def match_sides(match: DoubtfulMatch, rows: list[CourtResult], person: Person) -> dict[str, Any]:
    """What came, beside whom it may be about."""
    came = rows[0]
    numbers = {one.kind: one.value for one in person.identifiers.all()}
    also = [f"{one.given_names} {one.family_name}".strip() for one in person.aliases.all()]
    home = next(iter(person.addresses.all()), None)
    return {
        "sides": table(
            caption="Side by side",
            columns=["Fact", "In the file", "On record"],
            rows=[
                ("Family name", came.family_name, person.family_name),
                ("Given names", came.given_names, person.given_names),
                ("Other names", None, also),
                ("Date of birth", came.date_of_birth, person.date_of_birth),
                ("Sex", came.sex.capitalize(), person.sex.capitalize()),
                ("PNC ID", came.pnc_id, numbers.get("pnc")),
                ("Address", came.home_address, home.text if home else None),
            ],
        ),
        "offences": table(
            caption="What the file says",
            columns=["Row", "Offence", "Convicted", "Court", "Disposal"],
            rows=[(one.row, one.offence_title, one.conviction_date, one.court, one.disposal) for one in rows],
        ),
        "why": match.why,
        "record": Link(text=f"{name_of(person)} ({person.reference})", href=page_of(person.reference)),
        "decision": _decision(match),
        "decided": [match.decided_at, match.decided_by] if match.decided_at else None,
    }
