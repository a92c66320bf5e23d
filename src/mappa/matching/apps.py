"""The matching app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
