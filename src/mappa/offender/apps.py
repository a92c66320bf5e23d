"""The offender app."""

from django.apps import AppConfig


class OffenderConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.offender"
    label = "offender"
    default_auto_field = "django.db.models.BigAutoField"
