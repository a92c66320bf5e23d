"""The access app: who may see a record, why, and who takes part in it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
