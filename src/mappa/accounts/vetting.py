"""Clearances as those who manage them see them: those of the people of their own area."""

from datetime import datetime

from django.db.models import QuerySet

from mappa.accounts.models import Clearance, User
from mappa.accounts.permissions import Permission, may
from mappa.kernel import clock


def users_to_clear(actor: User) -> QuerySet[User]:
    """Whom the actor may clear: open accounts of the area, without the actor's own."""
    if not may(actor, Permission.CLEARANCE_MANAGE):
        return User.objects.none()
    return User.objects.filter(area=actor.area_id, is_active=True).exclude(pk=actor.pk).order_by("name", "pk")


def clearances_visible_to(actor: User) -> QuerySet[Clearance]:
    """Every clearance of the area, past ones too, the longest first."""
    if not may(actor, Permission.CLEARANCE_MANAGE):
        return Clearance.objects.none()
    rows = Clearance.objects.filter(user__area=actor.area_id).select_related("user__agency")
    return rows.order_by("-until", "user__name", "pk")


def holds(clearance: Clearance, at: datetime) -> bool:
    """Whether a clearance counts at an instant."""
    day = clock.day_of(at)
    withdrawn = clearance.withdrawn_at is not None and clearance.withdrawn_at <= at
    return clearance.since <= day <= clearance.until and not withdrawn
