"""The duties app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"
