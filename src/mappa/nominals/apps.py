"""The nominals app."""

from django.apps import AppConfig


class NominalsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.nominals"
    label = "nominals"
    default_auto_field = "django.db.models.BigAutoField"
