"""A row of court results as typed facts, or what is wrong with it, cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mappa.determinations import policy
from mappa.imports.cells import YES_NO, Wrong, day, one_of, text, typed, whole
from mappa.imports.grouping import Somebody
from mappa.imports.reading import Row
from mappa.imports.refusals import Refusal

COLUMNS = (
    "person_ref", "family_name", "given_names", "date_of_birth", "sex", "pnc_id", "court", "conviction_date",
    "offence_date", "cjs_code", "offence_title", "victim_age", "plea_or_finding", "sentence_date", "disposal",
    "term_months", "suspended", "licence_end", "home_address", "managing_agency",
)  # fmt: skip

SEXES = {"m": "male", "male": "male", "f": "female", "female": "female", "other": "other", "": ""}

CAUTIONS = frozenset({"CAUTION", "COND_CAUTION", "REPRIMAND", "WARNING", "YOUTH_CAUTION", "YOUTH_COND_CAUTION"})
NOT_GUILT = frozenset({"COMMUNITY_RES", "BINDOVER"})
"""Outcomes without a conviction, caution or finding: nobody enters MAPPA by them."""
FINDINGS = {"NGRI": "insanity", "UNFIT": "disability"}
"""How the code of a disposal after a finding begins, and the finding in the engine's word."""

COURTS = (
    ("crown court", "crown"), ("magistrates", "magistrates"), ("youth court", "youth"), ("court martial", "service"),
    ("service court", "service"), ("sheriff", "scotland"), ("justiciary", "scotland"),
)  # fmt: skip
COURT_KINDS = frozenset(
    {
        "magistrates", "crown", "youth", "court_of_appeal", "high", "supreme", "service", "scotland",
        "northern_ireland", "foreign",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CourtResult(Somebody):
    """One offence and one disposal of one person. None and empty mean: not in the file."""

    sex: str
    court: str
    conviction_date: date
    offence_date: date | None
    cjs_code: str
    offence_title: str
    victim_age: int | None
    plea_or_finding: str
    sentence_date: date | None
    disposal: str
    term_months: int | None
    suspended: bool | None
    licence_end: date | None
    home_address: str
    managing_agency: str

    @property
    def since(self) -> date:
        """From when on the area manages the person by it."""
        return self.conviction_date

    @property
    def kind(self) -> str:
        """Conviction, caution or finding, as the disposal says."""
        if self.disposal in CAUTIONS:
            return "caution"
        return "finding" if self.finding else "conviction"

    @property
    def finding(self) -> str:
        """The finding in the engine's word, or empty."""
        return FINDINGS.get(self.disposal.split("_")[0], "")

    @property
    def court_kind(self) -> str:
        """The kind of court in the engine's word; empty where the text does not say."""
        said = self.court.casefold()
        if said.replace(" ", "_") in COURT_KINDS:
            return said.replace(" ", "_")
        return next((kind for words, kind in COURTS if words in said), "")


def _disposal(cell: str) -> str:
    code = cell.upper()
    if not code:
        return ""
    if policy.disposals.by_code(code) is None:
        raise Wrong(
            f"There is no disposal with the code {code[:32]}.", "Use a code of the sentences table, for example IMP_12."
        )
    if code in NOT_GUILT:
        raise Wrong(
            "This outcome is no conviction, caution or finding, so it is no result of a court.",
            "Remove the row. If it matters for risk, record it as a fact on the case.",
        )
    return code


READERS: dict[str, Callable[[str], Any]] = {
    "person_ref": text(40),
    "family_name": text(120, needed=True),
    "given_names": text(120),
    "date_of_birth": day(),
    "sex": one_of(SEXES, "Write male, female or other, or leave it empty."),
    "pnc_id": lambda cell: text(64)(cell).upper(),
    "court": text(120),
    "conviction_date": day(needed=True),
    "offence_date": day(),
    "cjs_code": lambda cell: text(16)(cell).upper(),
    "offence_title": text(300, needed=True),
    "victim_age": whole(130),
    "plea_or_finding": text(40),
    "sentence_date": day(),
    "disposal": _disposal,
    "term_months": whole(1200),
    "suspended": one_of({**YES_NO, "": None}, "Write yes or no, or leave it empty."),
    "licence_end": day(),
    "home_address": text(300),
    "managing_agency": text(120),
}


def read_row(row: Row, *, today: date) -> CourtResult | list[Refusal]:
    """The facts of a row, or every reason why it is refused."""
    values = typed(row, COLUMNS, READERS)
    if isinstance(values, list):
        return values
    result = CourtResult(row=row.number, **values)
    return [Refusal(row.number, *said) for said in _impossible(result, today)] or result


def _impossible(one: CourtResult, today: date) -> list[tuple[str, str, str]]:
    """What cannot be, although every cell is right by itself: column, reason, remedy."""
    check = "Check both dates against the source, and correct the wrong one."
    born, convicted, sentenced = one.date_of_birth, one.conviction_date, one.sentence_date
    rules = (
        (born and born > today, "date_of_birth", "The birth lies in the future.", "Correct the date."),
        (convicted > today, "conviction_date", "The conviction lies in the future.", "Correct the date."),
        (sentenced and sentenced > today, "sentence_date", "The sentence lies in the future.", "Correct the date."),
        (born and convicted < born, "conviction_date", "The conviction is before the birth.", check),
        (
            born and one.offence_date and one.offence_date < born,
            "offence_date",
            "The offence is before the birth.",
            check,
        ),
        (
            one.offence_date and one.offence_date > convicted,
            "offence_date",
            "The offence is after the conviction.",
            check,
        ),
        (sentenced and sentenced < convicted, "sentence_date", "The sentence is before the conviction.", check),
        (
            one.licence_end and one.licence_end < (sentenced or convicted),
            "licence_end",
            "The licence ends before the sentence.",
            check,
        ),
        (
            one.disposal and not sentenced,
            "sentence_date",
            "There is a disposal and no day on which it was passed.",
            "Fill in the day of sentence.",
        ),
        (
            (sentenced or one.term_months or one.licence_end) and not one.disposal,
            "disposal",
            "There is a sentence and no word of what it was.",
            "Fill in the code of the disposal, or empty the other cells of the sentence.",
        ),
        (one.term_months == 0, "term_months", "The term is nothing.", "Give the months, or leave it empty."),
        (
            one.suspended is False and one.disposal.startswith("SSO_"),
            "suspended",
            "The disposal is a suspended sentence, and the row says that it is not suspended.",
            "Correct one of the two.",
        ),
        (
            one.suspended is True and one.disposal.startswith(("IMP_", "YOI_")),
            "disposal",
            "The row says suspended, and the disposal is an immediate sentence.",
            "Use SSO_12 or SSO_U12, or correct the cell “suspended”.",
        ),
    )
    return [(column, reason, remedy) for wrong, column, reason, remedy in rules if wrong]
