"""One door to people. Lists, counts, searches and pages all begin here."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Permission, Role, Scope, may
from mappa.kernel import clock
from mappa.people.lifecycle import RECORD_STEPS, STORED, RecordState
from mappa.people.models import (
    Address,
    EmergencyAccess,
    Involvement,
    InvolvementKind,
    ManagingArea,
    Person,
    Victim,
)


def area_on(day: date) -> Subquery:
    """The id of the area that manages a person on a day, for use in a query over people."""
    rows = ManagingArea.objects.filter(person=OuterRef("pk"), since__lte=day).order_by("-since")
    return Subquery(rows.values("area")[:1])


def involved_on(day: date) -> Q:
    """Involvement that counts on a day: first and last day are included."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def people_visible_to(actor: User, on: date, *, at: datetime | None = None) -> QuerySet[Person]:
    """Everybody whom the actor may know of on a day, and nobody else (INFO-05).

    An area role knows the people its area manages. An agency role knows the people its agency is involved with.
    Others know nobody. Emergency access adds one person for its hour. A record behind a wall needs that clearance
    besides, in an emergency too.

    Args:
        actor: who asks.
        on: the day asked about; involvement counts on its first and last day.
        at: the instant of asking, which only emergency access depends on. The present one unless told: access
            that has run out must not last because a caller asks about another day.
    """
    scope = SCOPES[Role(actor.role)]
    people = Person.objects.filter(compartment__in=["", *actor.clearances])
    emergency = Exists(_emergencies(actor, at or clock.now()).filter(person=OuterRef("pk")))
    if scope is Scope.AREA:
        return people.alias(managing=area_on(on)).filter(Q(managing=actor.area_id) | Q(emergency))
    if scope is Scope.AGENCY:
        involved = Involvement.objects.filter(involved_on(on), agency=actor.agency_id, person=OuterRef("pk"))
        return people.filter(Q(Exists(involved)) | Q(emergency))
    return people.none()


def _emergencies(actor: User, at: datetime) -> QuerySet[EmergencyAccess]:
    return EmergencyAccess.objects.filter(user=actor.pk, opened_at__lte=at, ends_at__gt=at)


def victims_visible_to(actor: User, person: Person) -> QuerySet[Victim]:
    """The victims on a record, for holders of that permission; for others there is no such section (VICTIM-08)."""
    if not may(actor, Permission.VICTIMS_VIEW):
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


def record_state(person: Person) -> RecordState:
    """Where the record stands. A record from before its steps were kept is registered."""
    actions = {word: action for action, word in STORED.items()}
    state: RecordState | None = None
    for step in person.record_steps.order_by("on", "pk").values_list("step", flat=True):
        state = RECORD_STEPS.get((state or RecordState.REGISTERED, actions[step]), state)
    return state or RecordState.REGISTERED
