"""Putting the rows of one person on that person's record. Each fact goes through the service that owns it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Area
from mappa.determinations.services import propose
from mappa.imports.grouping import FilePerson
from mappa.imports.refusals import Refusal
from mappa.imports.results import CourtResult
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.offending.services import record_conviction, record_disposal
from mappa.people import names, services
from mappa.people.models import MANAGES, IdentifierKind, Person

COLUMN_OF = {
    "on": "conviction_date",
    "title": "offence_title",
    "code": "disposal",
    "offence_date": "offence_date",
    "licence_end": "licence_end",
    "term_months": "term_months",
}
"""The column that a field of the offending services comes from."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What holds for every row of one file. `mark` tells it from others of the same name.

    Args:
        officers: who supervises by the names in the file, as far as somebody has asked.
    """

    area: Area
    file: str
    mark: str = ""
    actor: User
    at: datetime
    agencies: Mapping[str, Agency]
    officers: dict[str, User | None] = field(default_factory=dict)


def identifiers_of(person: FilePerson, area: Area) -> dict[str, str]:
    """The numbers of a file's person. A court's reference is only unique inside an area, so it carries the area."""
    reference, pnc = person.first("person_ref"), person.first("pnc_id")
    found = {}
    if pnc:
        found[IdentifierKind.PNC.value] = pnc
    if reference:
        found[IdentifierKind.COURT_REF.value] = f"{area.code}:{reference}"
    return found


def new_nominal(told: FilePerson, setting: Setting) -> Person:
    """Open a nominal in the file's area, from the day of the first conviction."""
    facts = services.NominalFacts(
        family_name=told.first("family_name"),
        given_names=told.first("given_names"),
        date_of_birth=told.born,
        sex=told.first("sex"),
    )
    source = f"{setting.file} row {told.rows[0].row}"
    return services.create_nominal(
        facts=facts, area=setting.area, on=told.since, actor=setting.actor, at=setting.at, source=source
    )


def record_rows(person: Person, told: FilePerson, setting: Setting, *, managed_here: bool = True) -> list[Refusal]:
    """Add what the rows say to a record, and ask the engine for a category. Rows already on record add nothing.

    Args:
        managed_here: False when another area manages the person: then nobody of this area becomes involved by it.

    Gives the rows that the record refuses: a conviction after death, for example.
    """
    who = {"person": person, "actor": setting.actor, "at": setting.at}
    for kind, value in identifiers_of(told, setting.area).items():
        try:
            services.add_identifier(kind=IdentifierKind(kind), value=value, **who)
        except NotPossible:
            continue  # the number is on another record: a person has decided that this is somebody else
    refused = []
    for row in told.rows:
        try:
            _record_row(person, row, setting)
        except Incomplete as wrong:
            refused += [
                Refusal(row.row, COLUMN_OF.get(field, ""), f"{what}.", "Check it against the record and the source.")
                for field, what in wrong.fields.items()
            ]
            continue
        _record_around(person, row, setting, managed_here=managed_here)
    propose(person=person, on=clock.day_of(setting.at), actor=setting.actor, at=setting.at)
    return refused


def conviction_values(row: CourtResult) -> dict[str, Any]:
    """What a row says of a conviction, by the fields of `Conviction`."""
    facts: dict[str, object] = {}
    if row.victim_age is not None:
        facts["victim_age"] = row.victim_age
    if row.finding:
        facts["finding"] = row.finding
    return {
        "kind": row.kind, "on": row.conviction_date, "title": row.offence_title.strip(),
        "cjs_code": row.cjs_code.strip().upper(), "court": row.court_kind, "court_name": row.court, "offence": {},
        "offence_date": row.offence_date, "facts": facts, "plea_or_finding": row.plea_or_finding,
    }  # fmt: skip


def disposal_values(row: CourtResult) -> dict[str, Any]:
    """What a row says of a sentence, by the fields of `Disposal`."""
    return {
        "code": row.disposal, "on": row.sentence_date, "term_months": row.term_months, "licence_end": row.licence_end,
        "details": {},
    }  # fmt: skip


def since_of(row: CourtResult) -> date:
    """From when on an address of a row is known."""
    return row.sentence_date or row.conviction_date


def _record_row(person: Person, row: CourtResult, setting: Setting) -> None:
    who = {"actor": setting.actor, "at": setting.at}
    source = f"{setting.file} row {row.row}"
    conviction = record_conviction(person=person, source=source, **conviction_values(row), **who)
    if row.disposal and row.sentence_date:
        record_disposal(conviction=conviction, **disposal_values(row), **who)


def _record_around(person: Person, row: CourtResult, setting: Setting, *, managed_here: bool) -> None:
    """Other name, address and managing agency."""
    who = {"person": person, "actor": setting.actor, "at": setting.at}
    if names.full(row.given_names, row.family_name) != names.full(person.given_names, person.family_name):
        services.add_alias(family_name=row.family_name, given_names=row.given_names, **who)
    if row.home_address:
        services.add_address(text=row.home_address, since=since_of(row), **who)
    agency = setting.agencies.get(row.managing_agency.casefold())
    if agency and managed_here:
        for kind in MANAGES:
            services.involve(agency=agency, kind=kind, since=row.conviction_date, reason="Court result", **who)
