"""Reading the log. Whoever reads it through these must record that they did."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from mappa.audit.models import AuditEvent, What


def events_about(*subjects: str, subject_type: str = "person") -> QuerySet[AuditEvent]:
    """Everything done or read about one subject, which may have had other references before; newest first."""
    return AuditEvent.objects.filter(subject_type=subject_type, subject__in=subjects).order_by("-at", "-pk")


def events_by(who: str, *, since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """What one user did from an instant (included) to another (not included), newest first."""
    return AuditEvent.objects.filter(who=who, at__gte=since, at__lt=until).order_by("-at", "-pk")


def own_events(who: str) -> QuerySet[AuditEvent]:
    """What one user ever did or read, newest first: for that user.

    Refusals are left to the auditor's log: nothing was looked at, and a page of one's own repeats no reference that
    one may not see.
    """
    return AuditEvent.objects.filter(who=who).exclude(what=What.ACCESS).order_by("-at", "-pk")


def events_of(agencies: Iterable[str]) -> QuerySet[AuditEvent]:
    """Everything that people of these agencies (by code) did or read, newest first."""
    return AuditEvent.objects.filter(agency__in=list(agencies)).order_by("-at", "-pk")
