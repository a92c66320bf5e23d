"""The histories app: what a row said before it was changed."""

from django.apps import AppConfig


class HistoriesConfig(AppConfig):
    """See the command of this app."""

    name = "mappa.histories"
    label = "histories"
    default_auto_field = "django.db.models.BigAutoField"
