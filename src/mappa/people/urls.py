"""Addresses of the nominal's own pages. The overview of a person belongs to `cases`."""

from django.urls import path

from mappa.people import views

urlpatterns = [
    path("people/<str:reference>/details/", views.details, name="person-details"),
    path("people/<str:reference>/edit/", views.edit, name="person-edit"),
    path("people/<str:reference>/death/", views.death, name="person-death"),
    path("people/<str:reference>/names/new/", views.add_alias, name="person-alias-new"),
    path("people/<str:reference>/addresses/new/", views.add_address, name="person-address-new"),
    path("people/<str:reference>/identifiers/new/", views.add_identifier, name="person-identifier-new"),
    path("people/<str:reference>/victims/new/", views.victim_new, name="victim-new"),
    path("people/<str:reference>/victims/<int:victim>/", views.victim_edit, name="victim-edit"),
]
