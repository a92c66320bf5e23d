"""Addresses of administration: who is cleared for what."""

from django.urls import path

from mappa.accounts import views

urlpatterns = [
    path("clearances/", views.clearances, name="clearances"),
    path("clearances/new/", views.clearance_new, name="clearance-new"),
    path("clearances/<int:clearance>/withdraw/", views.clearance_withdraw, name="clearance-withdraw"),
    path("further-agencies/", views.further_agencies, name="further-agencies"),
    path("further-agencies/new/", views.further_agency_new, name="further-agency-new"),
    path("further-agencies/<int:number>/end/", views.further_agency_end, name="further-agency-end"),
    path("account/agency/", views.acting_agency, name="acting-agency"),
]
