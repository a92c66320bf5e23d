"""Which address leads where. Every app brings its own addresses."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from mappa.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    *[
        path("", include(f"{app.name}.urls"))
        for app in apps.get_app_configs()
        if app.name.startswith("mappa.") and app.name != "mappa.config" and find_spec(f"{app.name}.urls")
    ],
]
