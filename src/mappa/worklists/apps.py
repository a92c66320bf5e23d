"""The worklists app."""

from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.worklists"
    label = "worklists"
    default_auto_field = "django.db.models.BigAutoField"
