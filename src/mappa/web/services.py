"""Signing in and out."""

from datetime import datetime
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest

from mappa.accounts.half_way import FACTOR
from mappa.accounts.models import Session, User
from mappa.accounts.sessions import BROWSER
from mappa.accounts.step_up import CONFIRMED
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.decisions import NotPossible

BACKEND = "mappa.accounts.backends.UserWithPlace"
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def demonstration_user(username: str) -> User | None:
    """The demonstration account of this name, which needs no password and never exists in a live installation."""
    return User.objects.filter(username=username, is_demonstration=True, is_active=True).first()


def begin_session(request: HttpRequest, *, user: User, at: datetime, factor: str = "", shown: bool = True) -> None:
    """Sign somebody in under a session that nobody can have known before, and record it.

    Args:
        factor: the second factor they showed.
        shown: whether they showed anything at all; one click in a demonstration shows nothing.
    """
    request.session.flush()
    request.session[BROWSER] = browser_of(request.headers.get("User-Agent", ""))
    request.session[FACTOR] = factor
    if shown:
        request.session[CONFIRMED] = at.isoformat()
    login(request, user, backend=BACKEND)
    record_access(user=user, operation="signed in", at=at, factor=factor)


def browser_of(agent: str) -> str:
    """A browser in words that its user knows again. Nothing that tells two of a kind apart."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "Another browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def end_session_of(user: User, reference: str, *, at: datetime) -> Session:
    """End one of somebody's own sessions; its next request meets the sign-in page.

    Raises:
        NotPossible: it has ended already, or is not theirs.
    """
    for session in Session.objects.filter(user=user):
        if session.reference == reference:
            Session.objects.filter(pk=session.pk).delete()
            record_access(user=user, operation="session ended", at=at, why="by the user", session=reference)
            return session
    raise NotPossible("This session has ended already. Nothing was changed. Look again where you are signed in.")


def record_access(*, user: User, operation: str, at: datetime, **details: Any) -> None:
    """Record that somebody signed in or out, or ended a session."""
    record(
        what=What.ACCESS, operation=operation, actor=user, subject_type="user", subject=user.username, at=at, **details
    )  # fmt: skip
