"""One file of any kind: read, checked, matched, and taken in whole or not at all."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, Area
from mappa.audit.models import What
from mappa.audit.services import guards_ask_once, record
from mappa.imports.grouping import FilePerson
from mappa.imports.models import ImportedFile
from mappa.imports.reading import NOTHING, Row, table_of
from mappa.imports.refusals import FileRefused
from mappa.imports.reports import Report
from mappa.imports.services.facts import Setting
from mappa.kernel import clock
from mappa.kernel.decisions import Refused, require
from mappa.kernel.reading import wider
from mappa.matching.selectors import Candidate
from mappa.matching.services import raise_match
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

MOST_CANDIDATES = 5
"""Doubtful matches raised for one person of a file: the likeliest."""
Taking = Callable[[list[Row], Setting, Report], None]


@transaction.atomic
@wider("court-results")
def import_file(
    *, kind: str, columns: Sequence[str], take: Taking, content: bytes, name: str, area: Area, actor: User,
    at: datetime, dry_run: bool, accept_good_rows: bool = False, further: Sequence[str] = (),
) -> Report:  # fmt: skip
    """Take in a file. Nothing is kept of one with a refused row, unless the good rows alone are accepted.

    A file that is stopped half way leaves nothing, so it is simply sent again.

    Args:
        kind: what file it is.
        columns: its header.
        take: takes the rows whose shape is right, and reports.
        content: the bytes of the file.
        name: what the file is called, for its report.
        area: the area that it is for; its users alone may take it in.
        dry_run: do everything, report, and keep nothing.
        accept_good_rows: take the good rows of a file that has refused ones.
        further: columns that its header may have besides.

    Raises:
        Refused: the actor's role may not import, or not for this area.
        FileRefused: the file cannot be read, or was taken in before.
    """
    require(may(actor, Permission.RESULTS_IMPORT))
    if actor.area_id != area.pk:
        raise Refused(f"You work in another area, so you cannot take in files for {area.name}. Ask somebody there.")
    table = table_of(content, columns, further)
    _refuse_twice(kind, table.sha256, area)
    report = Report(file=name[:200], area=area.code, sha256=table.sha256, dry_run=dry_run)
    report.rows = len(table.rows) + len({refusal.row for refusal in table.refused})
    report.refused += table.refused
    setting = Setting(
        area=area, file=name[:120], mark=table.sha256[:8], actor=actor, at=at, agencies=agencies_of(area)
    )  # fmt: skip
    with transaction.atomic(), guards_ask_once():
        take(table.rows, setting, report)
        report.accepted = bool(report.taken or report.held) and (accept_good_rows or not report.refused)
        if report.accepted and not dry_run:
            _keep(kind, report, area, actor, at)
        else:
            transaction.set_rollback(True)
    _tell(kind, report, actor, at)
    return report


def _refuse_twice(kind: str, sha256: str, area: Area) -> None:
    before = ImportedFile.objects.filter(kind=kind, sha256=sha256, area=area).first()
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


def certain_one(found: list[Candidate], setting: Setting) -> Person | None:
    """The one person who it is for certain, if the actor may know of them. A hidden one is left to somebody cleared."""
    sure = [candidate.person for candidate in found if candidate.certain]
    if len(sure) != 1:
        return None
    return people_visible_to(setting.actor, clock.day_of(setting.at), at=setting.at, among=[sure[0].pk]).first()


def hold(kind: str, told: FilePerson, found: list[Candidate], raw: dict[int, Row], setting: Setting) -> None:
    """Hold the rows of somebody who may be on record, whole, until a person decides.

    The source names the file by its content too: another one of the same name is another question.
    """
    rows = [{"row": row.row, "cells": raw[row.row].cells} for row in told.rows]
    for candidate in found[:MOST_CANDIDATES]:
        raise_match(
            area=setting.area,
            source=f"{setting.file} ({setting.mark}) row {told.rows[0].row}",
            facts={"kind": kind, "file": setting.file, "rows": rows},
            candidate=candidate,
            actor=setting.actor,
            at=setting.at,
        )


def _keep(kind: str, report: Report, area: Area, actor: User, at: datetime) -> None:
    said = report.as_dict()
    ImportedFile.objects.create(
        kind=kind,
        name=report.file,
        sha256=report.sha256,
        area=area,
        rows_taken=said["rows_taken"],
        rows_refused=said["rows_refused"],
        report=said,
        at=at,
        by=actor.username,
    )


def _tell(kind: str, report: Report, actor: User, at: datetime) -> None:
    step = "check" if report.dry_run else "take" if report.accepted else "refuse"
    record(
        what=What.COLLECTION if step == "take" else What.ACCESS,
        operation=f"imports:{kind}:{step}",
        actor=actor,
        subject_type="file",
        subject=report.sha256,
        at=at,
        rows=report.rows,
        refused=len(report.refused),
    )
