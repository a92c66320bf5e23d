"""What the pages about access read. Whether the reader may know of the person has been asked before."""

from datetime import date, datetime

from django.db.models import F, Prefetch, Q, QuerySet

from mappa.accounts.attribution import attributed
from mappa.agencies.models import Agency, AgencyKind, Area, Contact
from mappa.agencies.selectors import contacts_of
from mappa.determinations import policy
from mappa.people.models import KEEPS, AccessList, Involvement, ListedName, Person
from mappa.people.selectors import involved_on
from mappa.people.walls import in_force

PARTNER_KINDS = "record/partner_kinds"


def lists_of(person: Person, at: datetime) -> QuerySet[AccessList]:
    """Every restriction and exclusion that the person has or had, with `standing`, the standing ones first."""
    names = ListedName.objects.select_related("agency", "user").order_by("pk")
    rows = AccessList.objects.filter(person=person).prefetch_related(Prefetch("names", names))
    return rows.annotate(standing=Q(in_force(at))).order_by("-standing", "-set_at", "-pk")


def agencies_to_name(area: Area, person: Person, on: date) -> list[Agency]:
    """The agencies of the area, and those from elsewhere that are involved with the person."""
    involved = person.involvements.filter(involved_on(on)).values("agency")
    return list(Agency.objects.filter(Q(areas=area) | Q(pk__in=involved)).distinct().order_by("name"))


def partner_kinds(edition: str) -> list[str]:
    """The kinds of agency that may read and write the nominal record (NOMINAL-09)."""
    return [str(kind) for kind in policy.parameter(PARTNER_KINDS, edition).items]


def agencies_with_access(edition: str, on: date) -> QuerySet[Agency]:
    """Every agency on the register that could be a partner, wherever it is: police of any force, prison, probation."""
    open_on = Q(until__isnull=True) | Q(until__gte=on)
    return Agency.objects.filter(open_on, kind__in=partner_kinds(edition)).order_by("name")


def taking_part(person: Person) -> QuerySet[Involvement]:
    """Everybody who manages the record or is or was a partner to it, those without an end first."""
    rows = attributed(person.involvements.filter(kind__in=KEEPS))
    return rows.select_related("agency", "officer").order_by(F("until").desc(nulls_first=True), "-kind", "-since", "pk")


def whom_to_ask(reference: str, own: Area, on: date) -> list[Contact]:
    """Who answers questions about a record: the co-ordination unit of the area whose letters the reference begins with.

    Only the letters are looked at, never whether there is such a record. Unknown letters give the reader's own area.
    """
    area = Area.objects.filter(prefix=reference.partition("-")[0]).first() or own
    units = Agency.objects.filter(areas=area, kind=AgencyKind.COORDINATION_UNIT).order_by("name")
    return [contact for unit in units for contact in contacts_of(unit, area, on)]
