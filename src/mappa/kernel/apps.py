"""The kernel app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
