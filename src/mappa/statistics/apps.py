"""The statistics app."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"
