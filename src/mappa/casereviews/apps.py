"""The case reviews app."""

from django.apps import AppConfig


class CaseReviewsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.casereviews"
    label = "casereviews"
    default_auto_field = "django.db.models.BigAutoField"
