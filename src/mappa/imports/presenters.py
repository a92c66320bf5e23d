"""Reports of files, and doubtful matches side by side, as plain values."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from mappa.accounts.permissions import Permission
from mappa.govuk.presenters import Link, Options, Tag, row, summary_list, table
from mappa.imports.cells import as_text
from mappa.imports.differences import WORDS
from mappa.imports.models import ImportedFile
from mappa.imports.results import CourtResult
from mappa.imports.services.held import Put
from mappa.matching.models import Difference, DoubtfulMatch, Settled
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


def what_became_of(put: Put) -> str:
    """Where held rows went once somebody decided, and what the record did not take, with the remedy."""
    if put.refused:
        each = " ".join(f"Row {one.row}: {one.reason} {one.remedy}" for one in put.refused)
        return f"Decision recorded, but not every row was taken. They stay on the page of the match. {each}"
    if put.waits:
        return "Decision recorded. The rows wait until everybody whom they may be about is decided about."
    if put.person is None:
        return "Decision recorded. The rows are a notice to the co-ordinator now."
    return "Decision recorded. The results are on the record they belong to."


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
                row("Told to the co-ordinator", report.get("rows_notified", 0)),
                row("Differences for somebody to settle", report.get("differences", 0)),
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


def match_sides(match: DoubtfulMatch, rows: list[Any], person: Person) -> dict[str, Any]:
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
                ("Address", getattr(came, "home_address", None), home.text if home else None),
            ],
        ),
        "offences": _came(rows),
        "why": match.why,
        "record": Link(text=f"{name_of(person)} ({person.reference})", href=page_of(person.reference)),
        "decision": _decision(match),
        "decided": [match.decided_at, match.decided_by] if match.decided_at else None,
    }


def _came(rows: list[Any]) -> Options:
    """What the rows of a match say, whichever file they came from."""
    caption = "What the file says"
    if isinstance(rows[0], CourtResult):
        return table(
            caption=caption,
            columns=["Row", "Offence", "Convicted", "Court", "Disposal"],
            rows=[(one.row, one.offence_title, one.conviction_date, one.court, one.disposal) for one in rows],
        )
    told = list(dict.fromkeys(name for one in rows for name in one.facts))
    return table(
        caption=caption,
        columns=["Row", *(name.replace("_", " ").capitalize() for name in told)],
        rows=[(one.row, *(as_text(one.facts.get(name)) or None for name in told)) for one in rows],
    )


def differences_table(rows: Iterable[Difference]) -> Options:
    """Where registers differ, what waits first."""
    return table(
        caption="Differences",
        columns=["Noted", "Person", "What", "Their register", "Our record", "State"],
        rows=[
            (
                Link(text=f"{one.at:%d %m %Y}", href=reverse("difference", args=[one.pk]), hidden=one.person.reference),
                one.person.reference, _what(one), one.theirs, one.ours, _settled(one),
            )
            for one in rows
        ],
    )  # fmt: skip


def _what(one: Difference) -> str:
    return f"{WORDS.get(one.what, one.what)} ({one.kind.partition('-')[0]})"


def _settled(one: Difference) -> Tag:
    if one.decided_at:
        return Tag(text="Ours stands" if one.settled == Settled.OURS else "Theirs is right", colour="green")
    return Tag(text="Agree since") if one.agreed_at else Tag(text="To settle", colour="yellow")


PUT_RIGHT = {
    "category": ("category/", Permission.DETERMINATION_VIEW), "level": ("level/", Permission.LEVEL_SET),
    "lead_agency": ("lead-agency/", Permission.LEVEL_SET), "registration": ("category/", Permission.DETERMINATION_VIEW),
    "custody": ("facts/movements/new/", Permission.FACT_RECORD), "visit": ("visits/new/", Permission.FACT_RECORD),
}  # fmt: skip
"""The page of a record on which each difference is put right, and what that takes."""


def difference_parts(one: Difference) -> dict[str, Any]:
    """Both sides of one difference, and where the record is put right."""
    page = page_of(one.person.reference)
    right, _ = PUT_RIGHT.get(one.what, ("", None))
    return {
        "summary": summary_list(
            [
                row("Person", Link(text=f"{name_of(one.person)} ({one.person.reference})", href=page)),
                row("What", _what(one)),
                row("Their register says", one.theirs),
                row("Our record said then", one.ours),
                row("Told by", [one.source, one.at]),
                *(
                    [row("Settled", [_settled(one), one.reason, one.decided_by, one.decided_at])]
                    if one.decided_at else []
                ),
            ]
        ),
        "record": Link(text="Open the record where it is put right", href=f"{page}{right}"),
        "waiting": not one.done,  # type: ignore[attr-defined]
    }  # fmt: skip
