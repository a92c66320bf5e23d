"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
