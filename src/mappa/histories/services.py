"""Reading what a row said before. The reading is on the record."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.histories.models import RowChange
from mappa.histories.selectors import changes_of
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.reading import wider


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
    people = {change.person.reference for change in found if change.person}
    record(
        what=What.CONSULTATION, operation="histories:row:view", actor=actor, at=at, purpose=purpose.strip(),
        subject_type="person" if people else "row", subject=people.pop() if people else f"{table} {row}"[:64],
        table=table, row=row, changes=len(found),
    )  # fmt: skip
    return found
