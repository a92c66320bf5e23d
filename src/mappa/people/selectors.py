"""One door to people. Lists, counts, searches and pages all begin here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.models import User
from mappa.kernel import clock
from mappa.kernel.models import is_one_of
from mappa.people.lifecycle import RECORD_STEPS, STORED, RecordState
from mappa.people.models import (
    Address,
    Identifier,
    IdentifierKind,
    Involvement,
    InvolvementKind,
    ManagingArea,
    Person,
    Victim,
)
from mappa.people.visibility import WHOLE, Question, involved_on, opened_to
from mappa.people.walls import within_walls

__all__ = [
    "addresses_on", "area_on", "former_references", "hold_person", "involved_on", "involvements_on", "managing_area_of",
    "one_person", "people_asked_once", "people_managed_by", "people_visible_to", "record_state", "victims_visible_to",
    "within_walls",
]  # fmt: skip


_kept: ContextVar[dict[Any, list[int]] | None] = ContextVar("people", default=None)


def area_on(day: date, *, person: str = "pk", value: str = "area") -> Subquery:
    """The area that manages a person on a day, for use in a query.

    Args:
        person: the path from the row to the person's id.
        value: what of it, its id unless told.
    """
    rows = ManagingArea.objects.filter(person=OuterRef(person), since__lte=day).order_by("-since")
    return Subquery(rows.values(value)[:1])


def managing_area_of(person: int, on: date) -> int | None:
    """The id of the area that manages somebody, told by their id, on a day. It asks nobody's leave."""
    return Person.objects.filter(pk=person).values_list(area_on(on), flat=True).get()


def people_managed_by(area: int, on: date) -> QuerySet[Person]:
    """Everybody whom an area, told by its id, manages on a day, behind walls and lists too: for whoever may know."""
    return Person.objects.alias(managing=area_on(on)).filter(managing=area)


def people_visible_to(
    actor: User, on: date, *, at: datetime | None = None, section: str = WHOLE, among: Sequence[int] | None = None
) -> QuerySet[Person]:
    """Everybody whom the actor may know of on a day, and nobody else (INFO-05).

    An area role knows the people its area manages. An agency role knows the people its agency is involved with.
    Emergency access adds one person for its hour, and the table in `visibility` holds what else opens a record.
    A record behind a wall needs that clearance besides, in an emergency too.

    Args:
        actor: who asks.
        on: the day asked about; involvement counts on its first and last day.
        at: the instant of asking, which emergency access and walls depend on. The present one unless told: access
            that has run out must not last because a caller asks about another day.
        section: one section of the record, for a page that shows no more. Blank asks for the whole record.
        among: the ids of the few who are asked about, so that the database looks at nobody else. None asks for all.
    """
    if among is not None:
        return _opened(Question(actor, on, at or clock.now(), section), among).filter(is_one_of("pk", among))
    kept = _kept.get()
    if kept is None or at is not None:
        return _opened(Question(actor, on, at or clock.now(), section))
    asked = (actor.pk, actor.role, actor.agency_id, actor.area_id, on, section)
    if asked not in kept:
        kept[asked] = list(_opened(Question(actor, on, clock.now(), section)).values_list("pk", flat=True))
    return Person.objects.filter(is_one_of("pk", kept[asked]))


def hold_person(actor: User, person: Person, at: datetime) -> Person:
    """Somebody of whom the actor may know, locked until the transaction ends: services that add to a record begin so.

    Raises:
        Person.DoesNotExist: not there, or the actor may not know of it.
    """
    known = people_visible_to(actor, clock.day_of(at), at=at)
    held: Person = known.select_for_update(of=("self",)).get(pk=person.pk)
    return held


def _opened(question: Question, among: Sequence[int] | None = None) -> QuerySet[Person]:
    opened = opened_to(question, among) & within_walls(question.actor, "", at=question.at)
    return Person.objects.filter(opened, merged_into__isnull=True)


@contextmanager
def people_asked_once() -> Iterator[None]:
    """For one page that changes nothing and holds many lists: whom the reader may know of is asked once for all."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def victims_visible_to(actor: User, person: Person) -> QuerySet[Victim]:
    """The victims on a record, for those to whom that compartment is open; for others there is none (VICTIM-08)."""
    if not opens(actor, Compartment.VICTIMS, at=clock.now()):
        return Victim.objects.none()
    return Victim.objects.filter(person=person).order_by("kind", "pk")


def addresses_on(person: Person, day: date) -> QuerySet[Address]:
    """Where the person lived or could be found on a day, newest first; first and last day are included."""
    return person.addresses.filter(involved_on(day)).order_by("-since", "-pk")


def involvements_on(person: Person, day: date) -> QuerySet[Involvement]:
    """Which agencies were involved on a day, and why, record manager first."""
    rows = person.involvements.filter(involved_on(day)).select_related("agency", "officer")
    manager = Q(kind=InvolvementKind.RECORD_MANAGER)
    return rows.alias(first=Q(manager)).order_by("-first", "agency__name", "pk")


def one_person(person: Person, path: str = "person") -> Q:
    """Rows of a record and of those that were merged into it, for tables whose rows stay where they are."""
    return Q(**{path: person}) | Q(**{f"{path}__merged_into": person})


def former_references(person: Person) -> list[str]:
    """The references of every record that is part of this one now."""
    rows = Identifier.objects.filter(person=person, kind=IdentifierKind.MERGED)
    return list(rows.order_by("value").values_list("value", flat=True))


def record_state(person: Person) -> RecordState:
    """Where the record stands. A record from before its steps were kept is registered."""
    actions = {word: action for action, word in STORED.items()}
    state: RecordState | None = None
    for step in person.record_steps.order_by("on", "pk").values_list("step", flat=True):
        state = RECORD_STEPS.get((state or RecordState.REGISTERED, actions[step]), state)
    return state or RecordState.REGISTERED
