"""The meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
