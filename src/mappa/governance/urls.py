"""Addresses of governance."""

from django.urls import path

from mappa.governance.views import page, retrieval

urlpatterns = [
    path("governance/", page.gathered, name="governance"),
    path("governance/quality/", retrieval.tests, name="retrieval-tests"),
    path("governance/quality/new/", retrieval.test_new, name="retrieval-test-new"),
    path("governance/quality/actions/<int:number>/", retrieval.action, name="retrieval-action"),
    path("governance/quality/<int:test>/", retrieval.test, name="retrieval-test"),
    path("governance/quality/<int:test>/actions/new/", retrieval.action_new, name="retrieval-action-new"),
    path("governance/quality/<int:test>/<str:reference>/<slug:question>/", retrieval.retrieval, name="retrieval"),
]
