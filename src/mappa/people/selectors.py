"""One door to people. Lists, counts, searches and pages all begin here."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Role, Scope
from mappa.people.models import Involvement, ManagingArea, Person


def area_on(day: date) -> Subquery:
    """The id of the area that manages a person on a day, for use in a query over people."""
    rows = ManagingArea.objects.filter(person=OuterRef("pk"), since__lte=day).order_by("-since")
    return Subquery(rows.values("area")[:1])


def involved_on(day: date) -> Q:
    """Involvement that counts on a day: first and last day are included."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def people_visible_to(actor: User, on: date) -> QuerySet[Person]:
    """Everybody whom the actor may know of on a day, and nobody else (INFO-05).

    An area role knows the people its area manages. An agency role knows the people its agency is involved with.
    Others know nobody. A record behind a wall needs that clearance besides.
    """
    scope = SCOPES[Role(actor.role)]
    people = Person.objects.filter(compartment__in=["", *actor.clearances])
    if scope is Scope.AREA:
        return people.alias(managing=area_on(on)).filter(managing=actor.area_id)
    if scope is Scope.AGENCY:
        involved = Involvement.objects.filter(involved_on(on), agency=actor.agency_id, person=OuterRef("pk"))
        return people.filter(Exists(involved))
    return people.none()
