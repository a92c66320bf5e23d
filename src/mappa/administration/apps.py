"""The administration app."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.administration"
    label = "administration"
    default_auto_field = "django.db.models.BigAutoField"
