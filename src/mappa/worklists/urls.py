"""Homes."""

from django.urls import path

from mappa.worklists import views

urlpatterns = [
    path("", views.home, name="home"),
    path("what-we-must-do/", views.what_we_must_do, name="what-we-must-do"),
]
