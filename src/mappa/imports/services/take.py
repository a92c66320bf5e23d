"""One file of court results: read, checked, matched, and taken in whole or not at all."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, Area
from mappa.audit.models import What
from mappa.audit.services import guards_ask_once, record
from mappa.determinations import policy
from mappa.imports.grouping import FilePerson, people_in
from mappa.imports.models import ImportedFile, WaitingFile
from mappa.imports.reading import NOTHING, Row, table_of
from mappa.imports.refusals import FileRefused, Refusal
from mappa.imports.reports import Report
from mappa.imports.results import COLUMNS, CourtResult, read_row
from mappa.imports.services.facts import Setting, identifiers_of, new_nominal, record_rows
from mappa.kernel import clock
from mappa.kernel.announcements import gathering
from mappa.kernel.decisions import Incomplete, Refused, require
from mappa.kernel.reading import wider
from mappa.matching.likeness import Description
from mappa.matching.selectors import Candidate, candidates
from mappa.matching.services import raise_match
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

KIND = "court-results"
MOST_CANDIDATES = 5
"""Doubtful matches raised for one person of a file: the likeliest."""


@transaction.atomic
@wider("court-results")
def import_results(
    *, content: bytes, name: str, area: Area, actor: User, at: datetime, dry_run: bool, accept_good_rows: bool = False
) -> Report:
    """Take in a file of court results: people, convictions, sentences, and a proposed category for each person.

    Nothing is kept of a file with a refused row, unless the good rows alone are accepted. A person already on record is
    not made twice; where that is in doubt, the rows are held whole for somebody to decide.

    Args:
        content: the bytes of the file.
        name: what the file is called, for its report.
        area: the area whose courts sent it; its users alone may take it in.
        dry_run: do everything, report, and keep nothing.
        accept_good_rows: take the good rows of a file that has refused ones.

    Raises:
        Refused: the actor's role may not import results, or not for this area.
        FileRefused: the file cannot be read, or was taken in before.

    Covers: IDENT-01, IDENT-05, IDENT-22.
    """
    require(may(actor, Permission.RESULTS_IMPORT))
    if actor.area_id != area.pk:
        raise Refused(f"You work in another area, so you cannot take in results for {area.name}. Ask somebody there.")
    table = table_of(content, COLUMNS)
    _refuse_twice(table.sha256, area)
    report = Report(file=name[:200], area=area.code, sha256=table.sha256, dry_run=dry_run)
    report.rows = len(table.rows) + len({refusal.row for refusal in table.refused})
    report.refused += table.refused
    setting = Setting(area=area, file=name[:120], actor=actor, at=at, agencies=agencies_of(area))
    people = _people(table.rows, setting, report)
    raw = {row.number: row for row in table.rows}
    with transaction.atomic(), guards_ask_once():
        for person in people:
            _take_person(person, raw, setting, report)
        report.accepted = bool(report.taken or report.held) and (accept_good_rows or not report.refused)
        if report.accepted and not dry_run:
            _keep(report, area, actor, at)
        else:
            transaction.set_rollback(True)
    _tell(report, actor, at)
    return report


def _refuse_twice(sha256: str, area: Area) -> None:
    before = ImportedFile.objects.filter(kind=KIND, sha256=sha256, area=area).first()
    if before:
        when = f"{before.at.astimezone(clock.LONDON):%d %B %Y at %H:%M}"
        raise FileRefused(
            f"This file was taken in already, by {before.by} on {when}. "
            f"{NOTHING} If rows were refused then, send a file with those rows corrected."
        )


def agencies_of(area: Area) -> dict[str, Agency]:
    """The area's agencies by code and by name; by kind too, where the area has one of that kind."""
    found: dict[str, Agency] = {}
    kinds: dict[str, list[Agency]] = {}
    for agency in area.agencies.all():
        found[agency.code.casefold()] = found[agency.name.casefold()] = agency
        kinds.setdefault(agency.kind, []).append(agency)
    return {kind: some[0] for kind, some in kinds.items() if len(some) == 1} | found


def _people(rows: list[Row], setting: Setting, report: Report) -> list[FilePerson]:
    """The people of the file, from the rows that are right by themselves."""
    good: list[CourtResult] = []
    for row in rows:
        read = read_row(row, today=clock.day_of(setting.at))
        if isinstance(read, list):
            report.refused += read
        elif read.managing_agency and read.managing_agency.casefold() not in setting.agencies:
            report.refused.append(
                Refusal(
                    row.number,
                    "managing_agency",
                    f"{setting.area.name} has no such agency.",
                    "Use the code of an agency of the area, its name, police or probation; or leave it empty.",
                )
            )
        else:
            good.append(read)
    people, clashes = people_in(good)
    report.refused += clashes
    return people


def _record(person: Person | None, told: FilePerson, setting: Setting) -> list[Refusal]:
    """Record one person's rows; what follows from them is derived once. A new nominal without a good row is dropped."""
    try:
        with transaction.atomic(), gathering():
            refused = record_rows(person or new_nominal(told, setting), told, setting)
            if person is None and {refusal.row for refusal in refused} == {row.row for row in told.rows}:
                transaction.set_rollback(True)
    except Incomplete as problem:
        remedy = "Compare the dates of this person's rows with the court's record and correct them."
        return [Refusal(row.row, "conviction_date", str(problem), remedy) for row in told.rows]
    return refused


def _take_person(told: FilePerson, raw: dict[int, Row], setting: Setting, report: Report) -> None:
    also = tuple(dict.fromkeys((row.given_names, row.family_name) for row in told.rows[1:]))
    described = Description(
        given_names=told.first("given_names"), family_name=told.first("family_name"), born=told.born, also=also
    )
    found = candidates(described, identifiers_of(told, setting.area))
    numbers = [row.row for row in told.rows]
    person = _certain(found, setting)
    if found and person is None:
        _hold(told, found, raw, setting)
        report.held += numbers
    else:
        new = person is None
        refused = _record(person, told, setting)
        wrong = {refusal.row for refusal in refused}
        report.refused += refused
        report.taken += [number for number in numbers if number not in wrong]
        if wrong != set(numbers):
            report.new_people += new
            report.known_people += not new
    for row in told.rows:
        if row.cjs_code and policy.offences.by_cjs_code(row.cjs_code) is None:
            report.unknown_codes[row.row] = row.cjs_code


def _certain(found: list[Candidate], setting: Setting) -> Person | None:
    """The one person who it is for certain, if the actor may know of them. A hidden one is left to somebody cleared."""
    sure = [candidate.person for candidate in found if candidate.certain]
    if len(sure) != 1:
        return None
    visible = people_visible_to(setting.actor, clock.day_of(setting.at), at=setting.at)
    return visible.filter(pk=sure[0].pk).first()


def _hold(told: FilePerson, found: list[Candidate], raw: dict[int, Row], setting: Setting) -> None:
    rows = [{"row": row.row, "cells": raw[row.row].cells} for row in told.rows]
    for candidate in found[:MOST_CANDIDATES]:
        raise_match(
            area=setting.area,
            source=f"{setting.file} row {told.rows[0].row}",
            facts={"kind": KIND, "file": setting.file, "rows": rows},
            candidate=candidate,
            actor=setting.actor,
            at=setting.at,
        )


def _keep(report: Report, area: Area, actor: User, at: datetime) -> None:
    said = report.as_dict()
    ImportedFile.objects.create(
        kind=KIND,
        name=report.file,
        sha256=report.sha256,
        area=area,
        rows_taken=said["rows_taken"],
        rows_refused=said["rows_refused"],
        report=said,
        at=at,
        by=actor.username,
    )


def _tell(report: Report, actor: User, at: datetime) -> None:
    step = "check" if report.dry_run else "take" if report.accepted else "refuse"
    record(
        what=What.COLLECTION if step == "take" else What.ACCESS,
        operation=f"imports:court-results:{step}",
        actor=actor,
        subject_type="file",
        subject=report.sha256,
        at=at,
        rows=report.rows,
        refused=len(report.refused),
    )


@transaction.atomic
def keep_waiting(*, content: bytes, report: Report, area: Area, actor: User, at: datetime) -> WaitingFile:
    """Keep a checked file until its sender takes it in; an earlier one of the same sender goes."""
    require(may(actor, Permission.RESULTS_IMPORT))
    WaitingFile.objects.filter(by=actor.username).delete()
    return WaitingFile.objects.create(
        kind=KIND, name=report.file, sha256=report.sha256, area=area, content=content, at=at, by=actor.username
    )


@transaction.atomic
def take_waiting(*, waiting: int, accept_good_rows: bool, actor: User, at: datetime) -> Report:
    """Take in the file that the actor had checked. Then it is no longer kept.

    Raises:
        WaitingFile.DoesNotExist: the actor has no such file.
        Others as `import_results`.
    """
    file = WaitingFile.objects.select_for_update().select_related("area").get(pk=waiting, by=actor.username)
    report = import_results(
        content=bytes(file.content),
        name=file.name,
        area=file.area,
        actor=actor,
        at=at,
        dry_run=False,
        accept_good_rows=accept_good_rows,
    )
    if report.accepted:
        file.delete()
    return report
