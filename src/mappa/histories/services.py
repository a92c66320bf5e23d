"""Reading what a row said before. The reading is on the record."""

from datetime import datetime

from django.apps import apps
from django.db import transaction

from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.purposes import READING_THE_LOG
from mappa.audit.services import record
from mappa.histories.models import RowChange
from mappa.histories.selectors import changes_of
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.reading import wider
from mappa.kernel.sealed_fields import Sealed, SealedRow, SealedText, share_a_ring


@transaction.atomic
@wider("history")
def read_history(*, table: str, row: str, purpose: str, actor: User, at: datetime) -> list[RowChange]:
    """What one row said before each change, the oldest first; nothing where there is none that the actor may read.

    Raises:
        Refused: the actor's role does not audit.
        Incomplete: the purpose is none of `READING_THE_LOG`.
    """
    require(may(actor, Permission.AUDIT_VIEW))
    if purpose not in READING_THE_LOG:
        wanted = f"Say what you need it for: one of {', '.join(READING_THE_LOG)}. The purpose is kept"
        raise Incomplete("Nothing was read.", {"purpose": wanted})
    found = list(changes_of(actor, table, row, day_of(at)))
    _open_sealed(found, table, actor, at)
    kept = row if found or row.isdecimal() else "no such row"  # what was typed may be words
    people = {change.person.reference for change in found if change.person}
    record(
        what=What.CONSULTATION, operation="histories:row:view", actor=actor, at=at, purpose=READING_THE_LOG[purpose],
        subject_type="person" if people else "row", subject=people.pop() if people else f"{table} {kept}"[:64],
        table=table, row=kept, changes=len(found),
    )  # fmt: skip
    return found


def _wall(change: RowChange) -> Compartment:
    return Compartment(change.before.get("compartment") or Compartment.VICTIMS)


def _open_sealed(found: list[RowChange], table: str, actor: User, at: datetime) -> None:
    """Put what a row said in the place of what the database kept sealed, or that it is sealed."""
    model = next((each for each in apps.get_models() if each._meta.db_table == table), None)  # noqa: SLF001 - documented
    if model is None or not issubclass(model, SealedRow):
        return
    sealed = [field for field in model._meta.concrete_fields if isinstance(field, SealedText)]  # noqa: SLF001
    rows = [model(pk=int(change.row), **{model.sealed_by: change.before[model.sealed_by]}) for change in found]
    share_a_ring(rows)
    readable = {wall for wall in set(map(_wall, found)) if opens(actor, wall, at=at)}
    for change, row in zip(found, rows, strict=True):
        for field in sealed:
            kept = change.before.get(field.column)
            if kept is None:
                continue
            told = "Sealed: for those who may read victims' details."
            if _wall(change) in readable and kept.startswith("\\x"):
                told = str(field.opened(row, Sealed(bytes.fromhex(kept.removeprefix("\\x")))))
            change.before[field.column] = told
