"""Homes."""

from django.urls import path

from mappa.worklists import views

urlpatterns = [path("", views.home, name="home")]
