"""Which address leads where. Every app with pages brings its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

from mappa.config.health import healthz

APPS_WITH_PAGES = (
    "nominals",  # `people/new/` comes before what a reference leads to
    "access", "accounts", "administration", "casereviews", "cases", "cooperation", "determinations", "disclosures",
    "diversity", "documents", "duties", "governance", "imports", "ledger", "matching", "meetings", "notices",
    "offender", "pdp", "people", "plans", "record", "referrals", "sharing", "statistics", "victims", "web", "worklists",
)  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    *[path("", include(f"mappa.{app}.urls")) for app in APPS_WITH_PAGES],
]
