"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
