"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
