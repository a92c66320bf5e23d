"""Where another register and our record do not agree."""

from datetime import date

from django.db.models import Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.matching.models import Difference
from mappa.people.selectors import people_visible_to


def differences_visible_to(actor: User, on: date) -> QuerySet[Difference]:
    """Differences about people whom the actor may know of, with `done`: those that wait first, the oldest first."""
    if not may(actor, Permission.DIFFERENCE_SETTLE):
        return Difference.objects.none()
    rows = Difference.objects.filter(person__in=people_visible_to(actor, on)).select_related("person")
    done = Q(decided_at__isnull=False) | Q(agreed_at__isnull=False)
    return rows.annotate(done=done).order_by("done", "at", "pk")


def differences_waiting(actor: User, on: date) -> QuerySet[Difference]:
    """Those that nobody has settled and no later extract has ended."""
    return differences_visible_to(actor, on).filter(done=False)
