"""One door to shares and to emergency access."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.people.models import EmergencyAccess, Involvement, InvolvementKind, Person
from mappa.people.selectors import area_on, involved_on, within_walls
from mappa.sharing.models import Share

VICTIMS = "victims"
"""The section that a share opens only to somebody who may see victims anyway."""


def shares_for(agency: Agency, on: date) -> QuerySet[Share]:
    """What an agency has been given that holds on a day: first and last day included, nothing revoked.

    A share lapses by itself: after its last day it is not here. Covers: INFO-01.
    """
    rows = Share.objects.filter(agency=agency, since__lte=on, until__gte=on, revoked_at__isnull=True)
    return rows.select_related("person").order_by("until", "pk")


def shares_visible_to(actor: User, on: date) -> QuerySet[Share]:
    """The shares of the actor's agency, less those about records behind a wall that the actor is not cleared for."""
    return shares_for(actor.agency, on).filter(within_walls(actor))


def sections_shared_with(actor: User, person: Person, on: date) -> frozenset[str]:
    """The sections about one person that the actor may read on a day through shares.

    A share is narrower than the sharer, and no wider than the receiver: victims stay behind their own permission.
    """
    given = {name for share in shares_visible_to(actor, on).filter(person=person) for name in share.sections}
    if not may(actor, Permission.VICTIMS_VIEW):
        given.discard(VICTIMS)
    return frozenset(given)


def emergencies_visible_to(actor: User, on: date) -> QuerySet[EmergencyAccess]:
    """Emergency access that the actor may review: to people whom their area manages, or taken by their area's users.

    Without the permission to review there is none, and a wall hides what lies behind it. Unreviewed first.
    """
    rows = EmergencyAccess.objects.select_related("person", "user__agency", "reviewed_by")
    if not may(actor, Permission.BREAK_GLASS_REVIEW):
        return rows.none()
    managed = Person.objects.alias(managing=area_on(on)).filter(managing=actor.area_id)
    theirs = Q(person__in=managed) | Q(user__area=actor.area_id)
    known = rows.filter(theirs, within_walls(actor))
    return known.alias(reviewed=Q(reviewed_at__isnull=False)).order_by("reviewed", "-opened_at", "-pk")


def emergencies_awaiting_review(actor: User, on: date) -> QuerySet[EmergencyAccess]:
    """The part of `emergencies_visible_to` that nobody has reviewed and the actor did not open."""
    return emergencies_visible_to(actor, on).filter(reviewed_at__isnull=True).exclude(user=actor.pk)


def emergencies_on_records_of(actor: User, on: date, *, since: datetime) -> QuerySet[EmergencyAccess]:
    """The notice to a record manager: who opened a record that the actor's agency manages, since an instant."""
    managing = Involvement.objects.filter(
        involved_on(on), kind=InvolvementKind.RECORD_MANAGER, agency=actor.agency_id, person=OuterRef("person")
    )
    rows = EmergencyAccess.objects.filter(Exists(managing), within_walls(actor), opened_at__gte=since)
    return rows.select_related("person", "user__agency").order_by("-opened_at", "-pk")
