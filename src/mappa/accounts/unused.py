"""When an account was last used, and whether that is too long ago. Asked of the facts, never stored."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from mappa.accounts.lifecycle import AccountAction
from mappa.accounts.models import AccountStep, Session, User
from mappa.accounts.roles import Role

PRIVILEGED = frozenset({Role.SYSTEM_ADMIN, Role.GOVERNANCE_LEAD, Role.AUDITOR})
"""Roles that administer, or read what others do. Their accounts are suspended sooner."""
BEGINS_AGAIN = (AccountAction.OPEN.value, AccountAction.REINSTATE.value)


def with_use(users: "QuerySet[User]") -> "QuerySet[User]":
    """Add `seen_at`, when each last signed in or had a page, and `used_at`, where opening and reinstating count too.

    None: not known, or not yet.
    """
    steps = AccountStep.objects.filter(user=OuterRef("pk"), action__in=BEGINS_AGAIN).order_by("-at")
    sessions: Any = Session.objects.filter(user=OuterRef("pk")).order_by().values("user").annotate(last=Max("seen_at"))
    began = Subquery(steps.values("at")[:1], output_field=DateTimeField())
    seen = Subquery(sessions.values("last")[:1], output_field=DateTimeField())
    asked = users.alias(began=began, seen=seen).annotate(seen_at=Greatest(F("last_login"), "seen"))
    return asked.annotate(used_at=Greatest("seen_at", "began"))


def limit_of(role: str) -> timedelta:
    """How long an account of this role may lie unused."""
    environment = settings.ENVIRONMENT
    days = environment.unused_privileged_days if Role(role) in PRIVILEGED else environment.unused_account_days
    return timedelta(days=days)


def unused_too_long(user: User, at: datetime) -> bool:
    """Whether an account is suspended because nobody used it. One whose use is not known is not.

    Accounts of a demonstration wait for whoever comes.
    """
    used_at: datetime | None = with_use(User.objects.filter(pk=user.pk)).values_list("used_at", flat=True).first()
    return not user.is_demonstration and used_at is not None and at - used_at >= limit_of(user.role)
