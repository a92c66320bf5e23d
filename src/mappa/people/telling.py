"""What every service of this app ends with: the audit event, and the word to whoever derives from the facts."""

from datetime import datetime
from typing import Any

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.announcements import FactsChanged, announce
from mappa.people.models import Person


def stamp(actor: User, at: datetime) -> dict[str, Any]:
    """Who makes an entry, for which agency, and when: the author owns its accuracy (NOMINAL-05)."""
    return {"recorded_by": actor.username, "recorded_agency": actor.agency_code, "recorded_at": at}


def tell(
    person: Person, operation: str, *, actor: User, at: datetime, what: What = What.ALTERATION, **details: Any
) -> None:
    """Record the act and announce it, in the caller's transaction. Details hold ids and field names, never data."""
    note(person, operation, actor=actor, at=at, what=what, **details)
    announce(FactsChanged(person_id=person.pk, at=at))


def note(
    person: Person, operation: str, *, actor: User, at: datetime, what: What = What.COLLECTION, **details: Any
) -> None:
    """Record an act of which no date or duty is derived, in the caller's transaction. Details as in `tell`."""
    record(what=what, operation=operation, actor=actor, subject=person.reference, at=at, **details)
