"""Addresses of what the person managed is told and says."""

from django.urls import path

from mappa.offender import views

urlpatterns = [
    path("people/<str:reference>/told/", views.told, name="told"),
    path("people/<str:reference>/told/new/<str:kind>/", views.new, name="told-new"),
    path("people/<str:reference>/told/decision/", views.decide, name="told-decide"),
    path(
        "people/<str:reference>/told/representations/<int:representation>/", views.answer, name="representation-answer"
    ),
]
