"""System checks that only a live installation can fail."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.database)
def live_holds_no_demonstration_accounts(databases: list[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A demonstration account signs in with one click, so none may stand beside real records."""
    if not settings.ENVIRONMENT.live or not databases or not apps.is_installed("mappa.accounts"):
        return []
    users = apps.get_model("accounts", "User").objects.filter(is_demonstration=True)
    if not (found := users.count()):
        return []
    return [
        Error(
            f"{found} demonstration account(s) are in a live database. "
            "They sign in with one click, so anybody who reaches the server could read records.",
            hint="Start live mode on a database that never held the demonstration.",
            id="mappa.E001",
        )
    ]
