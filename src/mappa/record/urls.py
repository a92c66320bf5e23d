"""Addresses of the record of one person. They use the person's public reference, never a name."""

from django.urls import path

from mappa.record import views

BASE = "people/<str:reference>/record/"

urlpatterns = [
    path(BASE, views.whole, name="record"),
    path(f"{BASE}<slug:kind>/", views.of_type, name="record-type"),
    path(f"{BASE}<slug:kind>/new/", views.add, name="attachment-new"),
    path(f"{BASE}<slug:kind>/nothing/", views.nothing, name="attachment-nothing"),
    path(f"{BASE}<slug:kind>/<int:entry>/", views.one, name="attachment"),
    path(f"{BASE}<slug:kind>/<int:entry>/correct/", views.correct, name="attachment-correct"),
    path(f"{BASE}<slug:kind>/<int:entry>/withdraw/", views.withdraw, name="attachment-withdraw"),
]
