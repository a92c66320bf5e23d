"""The victims app."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.victims"
    label = "victims"
    default_auto_field = "django.db.models.BigAutoField"
