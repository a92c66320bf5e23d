"""Saying once more who one is, before what cannot be taken back or leaves the building."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission
from mappa.accounts.second_factor import has_second_factor

CONFIRMED = "confirmed_at"
ASKED_FOR = frozenset(
    {
        Permission.BREAK_GLASS,
        Permission.DOCUMENT_DOWNLOAD,
        Permission.STATISTICS_FREEZE,
        Permission.DEPARTURE_RECORD,
        Permission.AUDIT_VIEW,
        Permission.ACCOUNT_VIEW,
        Permission.ACCOUNT_CONFIRM,
        Permission.ACCOUNT_CHANGE,
        Permission.SIGN_IN_CHANGE,
        Permission.CLEARANCE_MANAGE,
        Permission.AGENCIES_MANAGE,
    }
)
"""Break-glass, what is exported, and what is administered."""


def confirm(request: HttpRequest, *, at: datetime) -> None:
    """Remember that the user of this session has just shown who they are. The session takes a new name."""
    request.session.cycle_key()
    request.session[CONFIRMED] = at.isoformat()


def must_confirm(request: HttpRequest, user: User, permission: Permission, *, at: datetime) -> bool:
    """Whether to ask again before a page that needs this permission.

    Somebody who signs in with one click in a demonstration has nothing to confirm with, and is not asked.
    """
    if permission not in ASKED_FOR:
        return False
    confirmed = request.session.get(CONFIRMED)
    lasts = timedelta(minutes=settings.ENVIRONMENT.step_up_minutes)
    if confirmed and at - datetime.fromisoformat(confirmed) < lasts:
        return False
    return bool(settings.ENVIRONMENT.live or user.has_usable_password() or has_second_factor(user))
