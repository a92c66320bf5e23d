"""Areas, agencies and contacts, looked up."""

from datetime import date

from django.db.models import Q, QuerySet

from mappa.agencies.models import Agency, Area, Contact


def edition_on(area: Area, day: date) -> str:
    """The policy edition that the area worked to on a day (EDITION-02)."""
    row = area.editions.filter(since__lte=day).order_by("-since").values_list("edition", flat=True).first()
    return row or area.edition


def agencies_of(area: Area) -> QuerySet[Agency]:
    """The agencies that serve an area, by name. Agencies are public knowledge inside the arrangements."""
    return Agency.objects.filter(areas=area).order_by("name")


def contacts_of(agency: Agency, area: Area, on: date) -> QuerySet[Contact]:
    """The contacts of an agency for an area on a day: first and last day count (AGENCY-05)."""
    current = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    return Contact.objects.filter(current, agency=agency, area=area).order_by("name")
