"""The ledger app: the share ledger's pages."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """See the services and pages of this app."""

    name = "mappa.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
