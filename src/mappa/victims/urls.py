"""Addresses of what is recorded about victims, and of what others are told. Adding a victim belongs to `people`."""

from django.urls import path

from mappa.victims.views import checks, record

PERSON = "people/<str:reference>/"
ONE = f"{PERSON}victims/<int:victim>/"

urlpatterns = [
    path(f"{PERSON}victims/", record.victims, name="victims"),
    path(f"{ONE}record/", record.one, name="victim-record"),
    path(f"{ONE}record/<str:kind>/", record.entry, name="victim-entry"),
    path(f"{ONE}entries/<int:closed>/close/", record.close, name="victim-entry-close"),
    path(f"{PERSON}address-checks/", checks.checks, name="address-checks"),
    path(f"{PERSON}address-checks/new/", checks.ask, name="address-check-new"),
    path(f"{PERSON}address-checks/<int:check>/", checks.answer, name="address-check"),
    path(f"{PERSON}release-events/", checks.news, name="release-news"),
    path(f"{PERSON}release-events/new/", checks.pass_on, name="release-news-new"),
    path(f"{PERSON}release-events/<int:news>/read/", checks.read, name="release-news-read"),
]
