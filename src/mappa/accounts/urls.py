"""Addresses of administration: who is cleared for what."""

from django.urls import path

from mappa.accounts import views

urlpatterns = [
    path("clearances/", views.clearances, name="clearances"),
    path("clearances/new/", views.clearance_new, name="clearance-new"),
    path("clearances/<int:clearance>/withdraw/", views.clearance_withdraw, name="clearance-withdraw"),
]
