"""Duties."""

from django.urls import path

from mappa.duties import views

urlpatterns = [
    path("duties/", views.duties, name="duties"),
    path("people/<str:reference>/duties/", views.case_duties, name="case-duties"),
    path("people/<str:reference>/duties/record/", views.record, name="duty-record"),
]
