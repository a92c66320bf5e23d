"""Addresses of files from other systems, doubtful matches and differences."""

from django.urls import path

from mappa.imports.views import differences, matches, results

urlpatterns = [
    path("imports/court-results/", results.court_results, name="court-results"),
    path("imports/court-results/check/<int:waiting>/", results.check, name="court-results-check"),
    path("imports/court-results/<int:file>/", results.report_of, name="court-results-report"),
    path("imports/<str:kind>/", results.extract, name="extract"),
    path("matches/", matches.matches, name="matches"),
    path("matches/<int:match>/", matches.match, name="match-detail"),
    path("differences/", differences.differences, name="differences"),
    path("differences/<int:difference>/", differences.difference, name="difference"),
]
