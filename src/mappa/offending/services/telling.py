"""The beginning and the end of every service here: look and may; then tell."""

from datetime import datetime

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel import clock
from mappa.kernel.decisions import require
from mappa.offending.impossible import Days
from mappa.offending.permissions import may_record
from mappa.people import telling
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


def begin(person: Person, *, actor: User, at: datetime) -> Days:
    """Look and may. Gives the checker of days for the fact that follows.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
    """
    on = clock.day_of(at)
    people_visible_to(actor, on, among=[person.pk]).only("pk").get()
    require(may_record(actor))
    return Days(person, on)


def tell(
    person: Person, operation: str, row_id: int, *, actor: User, at: datetime, what: What = What.COLLECTION
) -> None:
    """Add the audit event, and say that facts changed."""
    telling.tell(person, operation, actor=actor, at=at, what=what, row=row_id)
