"""The assessments app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"
