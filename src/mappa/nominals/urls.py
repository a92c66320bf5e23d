"""Addresses of opening a record and of merging records."""

from django.urls import path

from mappa.nominals.views import linking, merging, opening

urlpatterns = [
    path("people/new/", opening.record_open, name="record-open"),
    path("one-person/", opening.questions, name="pair-questions"),
    path("one-person/<int:question>/", opening.question, name="pair-question"),
    path("one-person/linked/", linking.duplicates, name="duplicates"),
    path("one-person/linked/<int:pair>/", linking.duplicate, name="duplicate"),
    path("people/<str:reference>/merge/", merging.record_merge, name="record-merge"),
    path("people/<str:reference>/merge/<int:merge>/apart/", merging.record_apart, name="record-apart"),
    path("people/<str:reference>/merge/with/<str:other>/", merging.record_merge_with, name="record-merge-with"),
]
