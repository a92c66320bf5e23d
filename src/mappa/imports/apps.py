"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
