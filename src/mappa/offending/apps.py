"""The offending app."""

from django.apps import AppConfig


class OffendingConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.offending"
    label = "offending"
    default_auto_field = "django.db.models.BigAutoField"
