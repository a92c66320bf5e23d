"""The product's frame as a Django app: it brings system checks and no tables."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks of a live installation."""

    name = "mappa.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks and install the wiring."""
        from mappa.config import checks  # noqa: F401, PLC0415 - importing it registers them; not before apps are ready
        from mappa.config.wiring import install  # noqa: PLC0415 - models must be ready first

        install()
