"""The disclosures app."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.disclosures"
    label = "disclosures"
    default_auto_field = "django.db.models.BigAutoField"
