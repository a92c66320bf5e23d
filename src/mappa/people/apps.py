"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
