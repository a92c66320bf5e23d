"""The cooperation app."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.cooperation"
    label = "cooperation"
    default_auto_field = "django.db.models.BigAutoField"
