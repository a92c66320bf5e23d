"""Taking in a file of whichever kind, and keeping one that was checked until its sender takes it in."""

from datetime import datetime
from functools import partial
from typing import Protocol

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.imports.extracts import EXTRACTS
from mappa.imports.models import WaitingFile
from mappa.imports.reports import Report
from mappa.imports.services.extracts import import_extract
from mappa.imports.services.take import KIND, import_results
from mappa.kernel.decisions import require


class Importing(Protocol):
    """Takes in one kind of file."""

    def __call__(
        self, *, content: bytes, name: str, area: Area, actor: User, at: datetime, dry_run: bool,
        accept_good_rows: bool = False,
    ) -> Report:  # fmt: skip
        """As `files.import_file`."""


IMPORTS: dict[str, Importing] = {KIND: import_results} | {
    key: partial(import_extract, extract=extract) for key, extract in EXTRACTS.items()
}
LABELS = {KIND: "Court results"} | {key: extract.label for key, extract in EXTRACTS.items()}


@transaction.atomic
def keep_waiting(*, kind: str, content: bytes, report: Report, area: Area, actor: User, at: datetime) -> WaitingFile:
    """Keep a checked file until its sender takes it in; an earlier one of the same sender goes."""
    require(may(actor, Permission.RESULTS_IMPORT))
    WaitingFile.objects.filter(by=actor.username).delete()
    return WaitingFile.objects.create(
        kind=kind, name=report.file, sha256=report.sha256, area=area, content=content, at=at, by=actor.username
    )


@transaction.atomic
def take_waiting(*, waiting: int, accept_good_rows: bool, actor: User, at: datetime) -> Report:
    """Take in the file that the actor had checked. Then it is no longer kept.

    Raises:
        WaitingFile.DoesNotExist: the actor has no such file.
        Others as `files.import_file`.
    """
    file = WaitingFile.objects.select_for_update().select_related("area").get(pk=waiting, by=actor.username)
    report = IMPORTS[file.kind](
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
