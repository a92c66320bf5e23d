"""Which address leads where."""

from django.urls import path

from mappa.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
