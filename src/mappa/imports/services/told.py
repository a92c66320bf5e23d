"""What an extract says of one person, put where facts of the kind are kept. Nothing here sets a category or a level."""

from collections.abc import Callable
from datetime import date
from typing import Any

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.cases.selectors import latest_case
from mappa.duties.models import CaseFact
from mappa.duties.services import record_fact
from mappa.govuk.days import long_date
from mappa.imports.carried import carries
from mappa.imports.cells import as_text
from mappa.imports.differences import COMPARED, REGISTERS, Found
from mappa.imports.extracts import HOME_VISIT, POLICE, PRISON, PROBATION, Extract, ToldRow
from mappa.imports.grouping import FilePerson
from mappa.imports.models import RegisterEntry
from mappa.imports.refusals import Refusal
from mappa.imports.reports import Report
from mappa.imports.services.carried import record_carried
from mappa.imports.services.facts import Setting
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.matching.models import Difference, Settled
from mappa.offending.movements import MovementKind, NotificationKind
from mappa.offending.services import record_movement, record_notification
from mappa.people import names, services
from mappa.people.models import IdentifierKind, InvolvementKind, Person
from mappa.people.selectors import managing_area_of

COLUMN_OF = {MovementKind.RELEASE_EXPECTED: "release_date", MovementKind.LICENCE_END: "licence_end"}
"""The days that a prison tells, and the column of each."""


def numbers_of(extract: Extract, told: FilePerson) -> dict[str, str]:
    """The numbers of a file's person."""
    held = {IdentifierKind.PNC.value: told.first("pnc_id"), extract.number.value: told.first("person_ref")}
    return {kind: value for kind, value in held.items() if value}


def record_told(extract: Extract, person: Person, told: FilePerson, setting: Setting, report: Report) -> list[Refusal]:
    """Add what the rows say, and note where they and our record differ. Rows already on record add nothing.

    Gives the rows that the record refuses.
    """
    who = {"person": person, "actor": setting.actor, "at": setting.at}
    held = {(each.kind, each.value) for each in person.identifiers.all()}
    for kind, value in numbers_of(extract, told).items():
        if (kind, value) in held:
            continue
        try:
            services.add_identifier(kind=IdentifierKind(kind), value=value, **who)
        except NotPossible:
            continue  # the number is on another record: a person has decided that this is somebody else
    refused: list[Refusal] = []
    kept: list[ToldRow] = []
    found: list[tuple[ToldRow, Found]] = []
    for row in told.rows:
        if names.full(row.given_names, row.family_name) != names.full(person.given_names, person.family_name):
            services.add_alias(family_name=row.family_name, given_names=row.given_names, **who)
        try:
            left = RECORDERS[extract.key](person, row, setting)
        except Incomplete as wrong:
            refused += [
                Refusal(row.row, column if column in row.facts else "", f"{what}.", "Check it against the record.")
                for column, what in wrong.fields.items()
            ]
            continue
        kept.append(row)
        found += [(row, each) for each in left]
        if extract.key in REGISTERS or left:  # what lands nowhere else is kept as it came
            keep_entry(extract, person, row, setting)
    if kept and extract.key in REGISTERS:
        newest = max(kept, key=lambda row: (row.since, row.row))
        differs = COMPARED[extract.key](person, newest.facts, setting.agencies, clock.day_of(setting.at))
        found += [(newest, each) for each in differs]
    report.differences += _put_before_somebody(extract, person, found, setting)
    return refused


def keep_entry(extract: Extract, person: Person, row: ToldRow, setting: Setting) -> None:
    """Keep what the other register says, unless it said the very same before."""
    said = {name: as_text(value) for name, value in row.facts.items()}
    key = " ".join(said[name] for name in extract.entry)
    latest = RegisterEntry.objects.filter(person=person, kind=extract.key, key=key).order_by("pk").last()
    if latest is None or latest.said != said:
        RegisterEntry.objects.create(
            person=person, kind=extract.key, key=key, said=said, source=f"{setting.file} row {row.row}"[:200],
            at=setting.at, by=setting.actor.username,
        )  # fmt: skip


def _put_before_somebody(extract: Extract, person: Person, found: list[tuple[ToldRow, Found]], setting: Setting) -> int:
    """Note each difference once; what a person has settled for ours stays settled while both say the same.

    Those that are no more, because both registers agree, end by themselves. Gives how many are new.
    """
    there = Difference.objects.filter(person=person, kind=extract.key)
    if extract.key in REGISTERS:
        standing = {(each.what, each.theirs[:300], each.ours[:300]) for _, each in found}
        for one in there.filter(decided_at=None, agreed_at=None):
            if (one.what, one.theirs, one.ours) not in standing:
                one.agreed_at = setting.at
                one.save(update_fields=["agreed_at"])
    new = 0
    for row, each in found:
        said = {"what": each.what, "theirs": each.theirs[:300], "ours": each.ours[:300]}
        same = there.filter(**said, agreed_at=None).exclude(settled=Settled.THEIRS)
        if not same.exists():
            source = f"{setting.file} row {row.row}"[:200]
            Difference.objects.create(person=person, kind=extract.key, source=source, at=setting.at, **said)
            new += 1
    return new


def _registration(person: Person, row: ToldRow, setting: Setting) -> list[Found]:
    """Who supervises; the registration itself is compared, never taken over."""
    said, on = row.facts, clock.day_of(setting.at)
    probation = setting.agencies.get(str(PROBATION.partition("-")[0]))
    if probation is None or managing_area_of(person.pk, on) != setting.area.pk or said["registered_to"]:
        return []
    officer = _officer(said["officer"], probation, setting)
    told = [words for words in (said["officer"], said["team"]) if words]
    services.involve(
        person=person, agency=probation, kind=InvolvementKind.OFFENDER_MANAGER, officer=officer,
        since=said["registered_from"], reason=", ".join(["Probation extract", *told])[:200], actor=setting.actor,
        at=setting.at,
    )  # fmt: skip
    return []


def _officer(name: str, agency: Agency, setting: Setting) -> User | None:
    """The one user of the agency who is called so; None where nobody or more than one is. Asked once for a file."""
    if not name:
        return None
    if name not in setting.officers:
        named = list(User.objects.filter(agency=agency, name__iexact=name, is_active=True)[:2])
        setting.officers[name] = named[0] if len(named) == 1 else None
    return setting.officers[name]


def _key_dates(person: Person, row: ToldRow, setting: Setting) -> list[Found]:
    """The days that the prison holds for release and licence; of each kind the last one told counts."""
    recorded = list(person.movements.filter(kind__in=COLUMN_OF).order_by("recorded_at", "pk"))
    for kind, column in COLUMN_OF.items():
        on: date | None = row.facts[column]
        days = [each.on for each in recorded if each.kind == kind]
        if on is None or (days and days[-1] == on):
            continue
        again = on in days
        details = {"told_again": clock.day_of(setting.at).isoformat()} if again else {}
        try:
            record_movement(person=person, kind=kind, on=on, details=details, actor=setting.actor, at=setting.at)
        except Incomplete as wrong:
            raise Incomplete(str(wrong), {column: "; ".join(wrong.fields.values())}) from wrong
    return []


def _event(person: Person, row: ToldRow, setting: Setting) -> list[Found]:
    """A notification under the 2003 Act or a visit, as such facts are kept. An unknown kind is put before somebody."""
    said, kind = row.facts, row.facts["kind"].casefold().replace(" ", "_")
    if kind == HOME_VISIT:
        return _visit(person, row, setting)
    if carries(said):
        record_carried(person, row, setting)
        return []
    if kind not in NotificationKind.values:
        return [Found("event", f"{said['kind']} on {long_date(said['on'])}", "No such kind of notification or visit")]
    details: dict[str, Any] = {"days": said["days"]} if said["days"] is not None else {}
    if said["no_fixed_abode"] is not None:
        details["no_fixed_abode"] = said["no_fixed_abode"]
    record_notification(person=person, kind=kind, on=said["on"], details=details, actor=setting.actor, at=setting.at)
    return []


def _visit(person: Person, row: ToldRow, setting: Setting) -> list[Found]:
    said, case = row.facts, latest_case(person, clock.day_of(setting.at))
    if case is None or said["on"] < case.opened_on:
        return [Found("visit", _visited(row), "No case on that day for it to count in")]
    details = {"by": said["by"], "kind": said["visit_kind"], "visitor": said["visitor"]}
    if CaseFact.objects.filter(case=case, kind=HOME_VISIT, on=said["on"], details=details).exists():
        return []
    try:
        record_fact(
            case=case, kind=HOME_VISIT, on=said["on"], details=details, note=f"{setting.file} row {row.row}",
            actor=setting.actor, at=setting.at,
        )  # fmt: skip
    except Incomplete as wrong:
        columns = {"kind": "visit_kind"}
        fields = {columns.get(name, name): what for name, what in wrong.fields.items()}
        raise Incomplete(str(wrong), fields) from wrong
    return []


def _visited(row: ToldRow) -> str:
    how = ", ".join(row.facts[name] for name in ("by", "visit_kind", "visitor") if row.facts[name])
    return f"{long_date(row.facts['on'])}: {how or 'no details'}"


RECORDERS: dict[str, Callable[[Person, ToldRow, Setting], list[Found]]] = {
    PROBATION: _registration, PRISON: _key_dates, POLICE: _event,
}  # fmt: skip
