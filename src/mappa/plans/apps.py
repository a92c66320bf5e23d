"""The plans app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
