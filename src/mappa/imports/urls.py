"""Addresses of court results and doubtful matches."""

from django.urls import path

from mappa.imports.views import matches, results

urlpatterns = [
    path("imports/court-results/", results.court_results, name="court-results"),
    path("imports/court-results/check/<int:waiting>/", results.check, name="court-results-check"),
    path("imports/court-results/<int:file>/", results.report_of, name="court-results-report"),
    path("matches/", matches.matches, name="matches"),
    path("matches/<int:match>/", matches.match, name="match-detail"),
]
