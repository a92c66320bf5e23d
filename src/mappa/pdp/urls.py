"""Addresses of the register of potentially dangerous persons."""

from django.urls import path

from mappa.pdp import views

urlpatterns = [
    path("pdp/", views.register, name="pdp-register"),
    path("pdp/new/", views.new, name="pdp-new"),
    path("pdp/<str:reference>/", views.detail, name="pdp-detail"),
    path("pdp/<str:reference>/review/", views.review, name="pdp-review"),
]
