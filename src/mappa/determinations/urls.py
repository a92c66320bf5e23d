"""The area's policy."""

from django.urls import path

from mappa.determinations import views

urlpatterns = [
    path("policy/", views.area_policy, name="area-policy"),
    path("policy/depart/", views.depart, name="policy-depart"),
    path("policy/identification/", views.identification, name="identification"),
    path("policy/identification/record/", views.procedure_record, name="procedure-record"),
]
