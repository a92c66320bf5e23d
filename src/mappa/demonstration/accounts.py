"""When the demonstration's accounts were opened, and who confirmed them last."""

from datetime import datetime, timedelta

from mappa.accounts.lifecycle import AccountAction
from mappa.accounts.models import AccountStep, User

OPENED, CONFIRMED = timedelta(days=700), timedelta(days=40)


def open_accounts(at: datetime) -> None:
    """Each was opened long ago; every other one was confirmed some weeks ago."""
    users = list(User.objects.filter(is_demonstration=True).order_by("pk"))
    opened = [
        AccountStep(
            user=user, action=AccountAction.OPEN, at=at - OPENED, by="system.admin", reason="Began in this post"
        )
        for user in users
    ]
    confirmed = [
        AccountStep(
            user=user, action=AccountAction.CONFIRM, at=at - CONFIRMED, by="governance.lead",
            reason="Confirmed by their manager",
        )
        for user in users[::2]
    ]  # fmt: skip
    AccountStep.objects.bulk_create(opened + confirmed)
