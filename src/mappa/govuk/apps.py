from django.apps import AppConfig


class GovukConfig(AppConfig):
    """The look of every page."""

    name = "mappa.govuk"
    label = "govuk"
