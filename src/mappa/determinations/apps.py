"""The determinations app."""

from django.apps import AppConfig


class DeterminationsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.determinations"
    label = "determinations"
    default_auto_field = "django.db.models.BigAutoField"
