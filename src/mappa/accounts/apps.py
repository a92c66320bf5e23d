"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
