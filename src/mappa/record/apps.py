"""The record app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
