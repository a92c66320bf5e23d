"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
