"""Between the password and the second factor: known, and not signed in.

Nobody is signed in here, so every page of the product answers as it answers a stranger.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from mappa.accounts.models import User
from mappa.accounts.second_factor import has_second_factor

HALF_WAY = "half_way"
FACTOR = "second_factor"
"""Which second factor a session was opened with; empty for one that needed none, in a demonstration."""
LASTS = timedelta(minutes=10)


def needs_second_factor(user: User) -> bool:
    """Everybody in `live`; in a demonstration whoever has set one up."""
    return bool(settings.ENVIRONMENT.live or has_second_factor(user))


def lacks_second_factor(request: HttpRequest) -> str:
    """Why a signed-in session may not go on in `live`, however it began. Else ""."""
    return "no second factor" if settings.ENVIRONMENT.live and not request.session.get(FACTOR) else ""


def go_half_way(request: HttpRequest, user: User, *, leads_to: str, at: datetime) -> None:
    """Remember, in a new session without a user, whose password was right and where they were going."""
    request.session.flush()
    request.session[HALF_WAY] = {
        "user": user.pk, "opened_for": user.get_session_auth_hash(), "at": at.isoformat(), "leads_to": leads_to,
    }  # fmt: skip


def who_is_half_way(request: HttpRequest, *, at: datetime) -> User | None:
    """Whose password was right in this session a short while ago, if nothing about the account changed since."""
    held = request.session.get(HALF_WAY)
    if not held or at - datetime.fromisoformat(held["at"]) >= LASTS:
        return None
    user = User.objects.select_related("agency", "area").filter(pk=held["user"], is_active=True).first()
    return user if user and constant_time_compare(held["opened_for"], user.get_session_auth_hash()) else None


def leads_to(request: HttpRequest) -> str:
    """Where they were going."""
    return str(request.session.get(HALF_WAY, {}).get("leads_to", "/"))
