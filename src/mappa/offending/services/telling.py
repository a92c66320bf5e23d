"""The beginning and the end of every service here: look and may; then tell."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel import clock
from mappa.kernel.decisions import require
from mappa.offending.impossible import Days
from mappa.offending.permissions import may_record
from mappa.people import telling
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

_known: ContextVar[tuple[int, date, frozenset[int]] | None] = ContextVar("known", default=None)


@contextmanager
def looked_at_once(actor: User, people: Collection[int], at: datetime) -> Iterator[None]:
    """Ask once whom of some people the actor may know of, for one transaction that records facts about each of them.

    About anybody else, and for another actor or day, `begin` asks as ever.
    """
    on = clock.day_of(at)
    known = people_visible_to(actor, on, among=list(people)).values_list("pk", flat=True)
    token = _known.set((actor.pk, on, frozenset(known)))
    try:
        yield
    finally:
        _known.reset(token)


def begin(person: Person, *, actor: User, at: datetime) -> Days:
    """Look and may. Gives the checker of days for the fact that follows.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
    """
    on = clock.day_of(at)
    asked = _known.get()
    if asked is None or asked[:2] != (actor.pk, on) or person.pk not in asked[2]:
        people_visible_to(actor, on, among=[person.pk]).only("pk").get()
    require(may_record(actor))
    return Days(person, on)


def tell(
    person: Person, operation: str, row_id: int, *, actor: User, at: datetime, what: What = What.COLLECTION
) -> None:
    """Add the audit event, and say that facts changed."""
    telling.tell(person, operation, actor=actor, at=at, what=what, row=row_id)
