"""Addresses of the record of one person. They use the person's public reference, never a name."""

from django.urls import path

from mappa.record.views import chronology, entries, summary, visits

BASE = "people/<str:reference>/record/"

urlpatterns = [
    path("visits/", visits.waiting, name="visits"),
    path("people/<str:reference>/visits/new/", visits.record, name="visit-new"),
    path("people/<str:reference>/visits/no-reply/", visits.attempt, name="visit-no-reply"),
    path("people/<str:reference>/", summary.summary, name="case-overview"),
    path("people/<str:reference>/timeline/", chronology.chronology, name="case-timeline"),
    path(BASE, entries.whole, name="record"),
    path(f"{BASE}<slug:kind>/", entries.of_type, name="record-type"),
    path(f"{BASE}<slug:kind>/new/", entries.add, name="attachment-new"),
    path(f"{BASE}<slug:kind>/nothing/", entries.nothing, name="attachment-nothing"),
    path(f"{BASE}<slug:kind>/<int:entry>/", entries.one, name="attachment"),
    path(f"{BASE}<slug:kind>/<int:entry>/file/", entries.file, name="attachment-file"),
    path(f"{BASE}<slug:kind>/<int:entry>/picture/", entries.picture, name="attachment-picture"),
    path(f"{BASE}<slug:kind>/<int:entry>/correct/", entries.correct, name="attachment-correct"),
    path(f"{BASE}<slug:kind>/<int:entry>/withdraw/", entries.withdraw, name="attachment-withdraw"),
]
