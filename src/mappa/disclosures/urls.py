"""Addresses of disclosure decisions."""

from django.urls import path

from mappa.disclosures import views

urlpatterns = [
    path("people/<str:reference>/disclosures/", views.disclosures, name="disclosures"),
    path("people/<str:reference>/disclosures/new/", views.new, name="disclosure-new"),
]
