"""The pdp app: potentially dangerous persons, a register apart from the arrangements."""

from django.apps import AppConfig


class PdpConfig(AppConfig):
    """See the services and pages of this app."""

    name = "mappa.pdp"
    label = "pdp"
    default_auto_field = "django.db.models.BigAutoField"
