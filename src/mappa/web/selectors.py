"""The people who can be signed in as, in a demonstration; and where somebody is signed in."""

from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from mappa.accounts.models import Session, User
from mappa.accounts.permissions import Role


def demonstration_accounts() -> list[dict[str, Any]]:
    """The demonstration's accounts by area, each with what it is for. Empty where there are none."""
    users = User.objects.filter(is_demonstration=True, is_active=True).select_related("agency", "area")
    users = sorted(users, key=lambda user: (user.area.name != "Northshire", user.area.name, user.pk))
    return [
        {
            "area": area,
            "accounts": [
                {
                    "username": user.username, "name": user.name, "role": Role(user.role).label,
                    "agency": user.agency.name, "purpose": user.purpose,
                }
                for user in members
            ],
        }
        for area, members in groupby(users, key=attrgetter("area.name"))
    ]  # fmt: skip


def sessions_of(user: User, *, here: str | None, at: datetime) -> list[dict[str, Any]]:
    """Where somebody is signed in, the latest used first. ``here`` is the key of the session that asks."""
    rows = Session.objects.filter(user=user, expire_date__gt=at).order_by("-seen_at", "pk")
    return [
        {
            "reference": row.reference,
            "browser": row.browser or "A browser",
            "began_at": row.began_at,
            "seen_at": row.seen_at,
            "here": row.session_key == here,
        }
        for row in rows
    ]
