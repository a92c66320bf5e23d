"""Signing in and out."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.http import HttpRequest

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.audit.services import record


def who_signs_in(request: HttpRequest, *, username: str, password: str, demonstration: bool) -> User | None:
    """The user who may come in, or None.

    A demonstration account needs no password, exists only in a demonstration and never in a live installation.
    """
    if demonstration and not password:
        return User.objects.filter(username=username, is_demonstration=True, is_active=True).first()
    user = authenticate(request, username=username, password=password)
    return user if isinstance(user, User) else None


def record_access(*, user: User, operation: str, at: datetime) -> None:
    """Record that somebody signed in or out."""
    record(what=What.ACCESS, operation=operation, actor=user, subject_type="user", subject=user.username, at=at)
