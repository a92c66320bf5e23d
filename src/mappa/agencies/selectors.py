"""Areas, agencies and contacts, looked up. They are public knowledge inside the arrangements."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mappa.agencies.models import Agency, Area, Classification, Contact

ASKED_FIRST = ("-kind", "-since", "-id")
"""A single point of contact (`spoc`) before a local contact (`local`), and the newest before older ones."""


def edition_on(area: Area, day: date) -> str:
    """The policy edition that the area worked to on a day (EDITION-02)."""
    row = area.editions.filter(since__lte=day).order_by("-since").values_list("edition", flat=True).first()
    return row or area.edition


def agencies_of(area: Area, on: date | None = None) -> QuerySet[Agency]:
    """The agencies that serve an area, by name; with a day, those that had not closed by then (AGENCY-01)."""
    serving = Agency.objects.filter(areas=area).order_by("name")
    return serving.filter(Q(until__isnull=True) | Q(until__gte=on)) if on else serving


def _current(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def contacts_of(agency: Agency, area: Area | int, on: date) -> QuerySet[Contact]:
    """The contacts of an agency for an area on a day, who is asked first standing first (AGENCY-05).

    First and last day count. A single point of contact comes before a local contact, the newest before older ones.
    """
    ranked = Contact.objects.filter(_current(on), agency=agency, area=area)
    return ranked.order_by(*ASKED_FIRST)


def contact_of(agency: Agency, area: Area | int, on: date) -> Contact | None:
    """Whom an invitation or a request to the agency is addressed to on a day; None where nobody is named."""
    return contacts_of(agency, area, on).first()


def with_contacts(agencies: QuerySet[Agency], area: Area, on: date) -> QuerySet[Agency]:
    """Add to each agency `current`: its contacts for the area on a day, in the order of `contacts_of`. One query."""
    held = Contact.objects.filter(_current(on), area=area)
    ranked = held.order_by(*ASKED_FIRST)
    return agencies.prefetch_related(Prefetch("contacts", ranked, to_attr="current"))


def without_contact(area: Area, on: date) -> QuerySet[Agency]:
    """The agencies of an area that nobody can be reached at on a day (AGENCY-05)."""
    held = Contact.objects.filter(_current(on), agency=OuterRef("pk"), area=area)
    return agencies_of(area, on).exclude(Exists(held))


def contacts_ending(area: Area, on: date, before: date) -> QuerySet[Contact]:
    """The contacts of an area whose last day lies between two days, both included, and whom nobody follows."""
    follows = Contact.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("until")), agency=OuterRef("agency"), area=area
    )
    ending = Contact.objects.filter(area=area, since__lte=on, until__gte=on, until__lte=before)
    return ending.exclude(Exists(follows)).select_related("agency").order_by("until", "agency__name")


def classification_of(agency: Agency, on: date) -> Classification | None:
    """How an outside body is classified on a day; None where nobody has, or its agreement has ended (INFO-10)."""
    latest = agency.classifications.filter(since__lte=on).order_by("-since", "-id").first()
    return latest if latest and (latest.until is None or latest.until >= on) else None
