"""The sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"
