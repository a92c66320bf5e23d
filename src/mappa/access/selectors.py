"""What the pages about access read. Whether the reader may know of the person has been asked before."""

from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from mappa.agencies.models import Agency, AgencyKind, Area, Contact
from mappa.agencies.selectors import contacts_of
from mappa.people.models import AccessList, ListedName, Person
from mappa.people.selectors import involved_on
from mappa.people.walls import in_force


def lists_of(person: Person, at: datetime) -> QuerySet[AccessList]:
    """Every restriction and exclusion that the person has or had, with `standing`, the standing ones first."""
    names = ListedName.objects.select_related("agency", "user").order_by("pk")
    rows = AccessList.objects.filter(person=person).prefetch_related(Prefetch("names", names))
    return rows.annotate(standing=Q(in_force(at))).order_by("-standing", "-set_at", "-pk")


def agencies_to_name(area: Area, person: Person, on: date) -> list[Agency]:
    """The agencies of the area, and those from elsewhere that are involved with the person."""
    involved = person.involvements.filter(involved_on(on)).values("agency")
    return list(Agency.objects.filter(Q(areas=area) | Q(pk__in=involved)).distinct().order_by("name"))


def whom_to_ask(reference: str, own: Area, on: date) -> list[Contact]:
    """Who answers questions about a record: the co-ordination unit of the area whose letters the reference begins with.

    Only the letters are looked at, never whether there is such a record. Unknown letters give the reader's own area.
    """
    area = Area.objects.filter(prefix=reference.partition("-")[0]).first() or own
    units = Agency.objects.filter(areas=area, kind=AgencyKind.COORDINATION_UNIT).order_by("name")
    return [contact for unit in units for contact in contacts_of(unit, area, on)]
