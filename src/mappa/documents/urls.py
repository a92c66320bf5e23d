"""Addresses of files that we make."""

from django.urls import path

from mappa.documents import views

urlpatterns = [
    path("meetings/<slug:reference>/minutes/<int:number>.<slug:ending>", views.minutes, name="minutes-file"),
]
