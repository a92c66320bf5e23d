"""The agencies app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
