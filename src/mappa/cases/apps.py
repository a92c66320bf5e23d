"""The cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
