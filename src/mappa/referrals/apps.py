"""The referrals app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """See the models and services of this app."""

    name = "mappa.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
