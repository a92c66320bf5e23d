"""The area's policy."""

from django.urls import path

from mappa.determinations import views

urlpatterns = [
    path("policy/", views.area_policy, name="area-policy"),
    path("policy/depart/", views.depart, name="policy-depart"),
]
