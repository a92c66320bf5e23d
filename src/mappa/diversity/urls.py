"""Addresses of what is recorded for fairness."""

from django.urls import path

from mappa.diversity import views

urlpatterns = [
    path("people/<str:reference>/diversity/", views.of_person, name="diversity"),
    path("people/<str:reference>/diversity/<str:characteristic>/", views.record_of_person, name="diversity-record"),
    path("people/<str:reference>/victims/<int:victim>/diversity/", views.of_victim, name="victim-diversity"),
    path(
        "people/<str:reference>/victims/<int:victim>/diversity/<str:characteristic>/",
        views.record_of_victim,
        name="victim-diversity-record",
    ),
]
