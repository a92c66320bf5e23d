"""Reading what a row said before. The reading is on the record."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.histories.models import RowChange
from mappa.histories.selectors import changes_of
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.reading import wider
from mappa.kernel.sealed_fields import Sealed, SealedText
from mappa.people.models import Victim


@transaction.atomic
@wider("history")
def read_history(*, table: str, row: str, purpose: str, actor: User, at: datetime) -> list[RowChange]:
    """What one row said before each change, the oldest first; nothing where there is none that the actor may read.

    Raises:
        Refused: the actor's role does not audit.
        Incomplete: no purpose.
    """
    require(may(actor, Permission.AUDIT_VIEW))
    if not purpose.strip():
        raise Incomplete("Nothing was read.", {"purpose": "Say what you need it for. The purpose is kept."})
    found = list(changes_of(actor, table, row, day_of(at)))
    _open_sealed(found, readable=bool(opens(actor, Compartment.VICTIMS, at=at)))
    people = {change.person.reference for change in found if change.person}
    record(
        what=What.CONSULTATION, operation="histories:row:view", actor=actor, at=at, purpose=purpose.strip(),
        subject_type="person" if people else "row", subject=people.pop() if people else f"{table} {row}"[:64],
        table=table, row=row, changes=len(found),
    )  # fmt: skip
    return found


def _open_sealed(found: list[RowChange], *, readable: bool) -> None:
    """Put what a victim's row said in the place of what the database kept sealed, or that it is sealed."""
    sealed = [field for field in Victim._meta.concrete_fields if isinstance(field, SealedText)]  # noqa: SLF001 - documented
    for change in found:
        if change.table != Victim._meta.db_table:  # noqa: SLF001
            continue
        row = Victim(pk=int(change.row), person_id=change.person_id)
        for field in sealed:
            kept = str(change.before.get(field.column) or "")
            told = "Sealed: for those who may read victims' details."
            if readable and kept.startswith("\\x"):
                told = str(field.opened(row, Sealed(bytes.fromhex(kept.removeprefix("\\x")))))
            change.before[field.column] = told
