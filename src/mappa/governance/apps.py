"""The governance app: tests of records, and what whoever answers for information has to look after."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """See the services and pages of this app."""

    name = "mappa.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"
