"""Extracts of other registers: what each file holds, and a row of one as typed facts, or what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mappa.agencies.models import AgencyKind
from mappa.imports import carried
from mappa.imports.cells import YES_OR_NO, Problem, Reader, day, text, typed, whole
from mappa.imports.grouping import Somebody
from mappa.imports.reading import Row
from mappa.imports.refusals import Refusal
from mappa.people.models import IdentifierKind

PROBATION, PRISON, POLICE = "probation-extract", "prison-extract", "police-extract"
WHO = ("person_ref", "family_name", "given_names", "date_of_birth", "pnc_id")
HOME_VISIT = "home_visit"
CHECK = "Check both dates against the source, and correct the wrong one."
AHEAD = ("lies in the future.", "Correct the date.")


@dataclass(frozen=True, kw_only=True)
class ToldRow(Somebody):
    """One row of an extract. `facts` are its other columns; None and empty mean: not in the file."""

    since: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    sex: str = ""


@dataclass(frozen=True)
class Extract:
    """One kind of file.

    Args:
        agency: whose register it comes from.
        number: whose number `person_ref` is.
        day: the column with the day of the row.
        key: the columns that tell one entry about a person from another.
        opens: whether somebody who is on no record gets one.
        further: columns that the file may have besides.
    """

    key: str
    label: str
    agency: AgencyKind
    number: IdentifierKind
    readers: Mapping[str, Reader]
    impossible: Callable[[Mapping[str, Any], date], list[Problem]]
    day: str
    entry: tuple[str, ...]
    opens: bool = False
    further: Mapping[str, Reader] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file must have."""
        return (*WHO, *self.readers)


READ_WHO: dict[str, Reader] = {
    "person_ref": text(40), "family_name": text(120, needed=True), "given_names": text(120), "date_of_birth": day(),
    "pnc_id": lambda cell: text(64)(cell).upper(),
}  # fmt: skip


def _registered(said: Mapping[str, Any], today: date) -> list[Problem]:
    since, until = said["registered_from"], said["registered_to"]
    return [
        (since > today, "registered_from", f"The registration {AHEAD[0]}", AHEAD[1]),
        (until and until < since, "registered_to", "The registration ends before it begins.", CHECK),
    ]


def _in_prison(said: Mapping[str, Any], today: date) -> list[Problem]:
    came, goes, ends = said["received_on"], said["release_date"], said["sentence_expiry"]
    return [
        (came and came > today, "received_on", f"The reception {AHEAD[0]}", AHEAD[1]),
        (came and goes and goes < came, "release_date", "The release is before the reception.", CHECK),
        (goes and ends and ends < goes, "sentence_expiry", "The sentence ends before the release.", CHECK),
    ]


def _told_police(said: Mapping[str, Any], today: date) -> list[Problem]:
    ahead = (
        said["on"] and said["on"] > today and not (carried.carries(said) and carried.kind_of(said) == carried.ADDRESS)
    )
    return [(ahead, "on", f"The day {AHEAD[0]}", AHEAD[1]), *carried.cannot_be(said)]


EXTRACTS: dict[str, Extract] = {
    each.key: each
    for each in (
        Extract(
            PROBATION, "Probation extract", AgencyKind.PROBATION, IdentifierKind.CRN,
            {
                "category": text(40), "level": text(40), "registered_from": day(needed=True), "registered_to": day(),
                "officer": text(120), "team": text(120), "lead_agency": text(120),
            },
            _registered, "registered_from", ("registered_from",), opens=True,
        ),
        Extract(
            PRISON, "Prison extract", AgencyKind.PRISON, IdentifierKind.PRISON,
            {
                "establishment": text(120), "received_on": day(), "release_date": day(), "licence_end": day(),
                "sentence_expiry": day(), "mappa_marked": YES_OR_NO,
            },
            _in_prison, "received_on", ("received_on",),
        ),
        Extract(
            POLICE, "Police extract", AgencyKind.POLICE, IdentifierKind.NOMINAL,
            {
                "kind": text(40, needed=True), "on": day(), "days": whole(366), "no_fixed_abode": YES_OR_NO,
                "by": text(40), "visit_kind": text(40), "visitor": text(40),
            },
            _told_police, "on", ("on", "kind", "by", "visit_kind", "visitor"), further=carried.FURTHER,
        ),
    )
}  # fmt: skip


def read_told(extract: Extract, row: Row, *, today: date) -> ToldRow | list[Refusal]:
    """The facts of a row, or every reason why it is refused."""
    further = [name for name in extract.further if row.cells.get(name)]
    readers = READ_WHO | dict(extract.readers) | dict(extract.further)
    values = typed(row, [*extract.columns, *further], readers)
    if isinstance(values, list):
        return values
    who, facts = {name: values[name] for name in WHO}, {name: values[name] for name in (*extract.readers, *further)}
    born = who["date_of_birth"]
    problems = [
        (born and born > today, "date_of_birth", "The birth lies in the future.", "Correct the date."),
        (born and facts[extract.day] and facts[extract.day] < born, extract.day, "The day is before the birth.", CHECK),
        *extract.impossible(facts, today),
    ]
    refused = [Refusal(row.number, column, reason, remedy) for wrong, column, reason, remedy in problems if wrong]
    return refused or ToldRow(row=row.number, since=facts[extract.day] or today, facts=facts, **who)
