"""Which address leads where. Every app with pages brings its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

from mappa.config.health import healthz

APPS_WITH_PAGES = (
    "access", "accounts", "administration", "cases", "cooperation", "determinations", "disclosures", "diversity",
    "documents", "duties", "imports", "ledger", "matching", "meetings", "people", "plans", "record", "referrals",
    "sharing", "statistics", "web", "worklists",
)  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    *[path("", include(f"mappa.{app}.urls")) for app in APPS_WITH_PAGES],
]
