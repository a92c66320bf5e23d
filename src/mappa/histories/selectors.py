"""One door to what rows said before."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.histories.models import RowChange
from mappa.ledger.selectors import people_of_the_area


def changes_of(actor: User, table: str, row: str, on: date) -> QuerySet[RowChange]:
    """What one row said before each change, the oldest first, for those who audit; for others there is none.

    Rows about a person are for auditors whose area manages the person, within walls. Rows of an account are for those
    of its area. Other rows are about nobody. The caller reads as `wider("history")`.
    """
    rows = RowChange.objects.filter(table=table, row=row).select_related("person").order_by("pk")
    if not may(actor, Permission.AUDIT_VIEW):
        return rows.none()
    if rows.filter(person__isnull=False).exists():
        return rows.filter(person__in=people_of_the_area(actor, on))
    accounts = {account for change in rows for account in _accounts(change)}
    if accounts and not User.objects.filter(pk__in=accounts, area=actor.area_id).exists():
        return rows.none()
    return rows


def _accounts(change: RowChange) -> list[Any]:
    if change.table == User._meta.db_table:  # noqa: SLF001 - Django documents it as public
        return [change.row]
    return [change.before["user_id"]] if change.before.get("user_id") else []


def tables() -> list[str]:
    """Every table of the product."""
    return sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True))  # noqa: SLF001
