"""The diversity app."""

from django.apps import AppConfig


class DiversityConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.diversity"
    label = "diversity"
    default_auto_field = "django.db.models.BigAutoField"
