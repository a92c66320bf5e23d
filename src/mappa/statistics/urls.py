"""Published figures."""

from django.urls import path

from mappa.statistics import views

urlpatterns = [
    path("reports/annual/", views.annual, name="annual-report"),
    path("reports/annual/<int:start>/", views.annual, name="annual-report-year"),
    path("reports/annual/<int:start>/freeze/", views.freeze, name="annual-report-freeze"),
    path("reports/annual/<int:start>/behind/<str:key>/", views.behind, name="annual-report-behind"),
    path("reports/annual/<int:start>/download.<str:kind>", views.download, name="annual-report-download"),
    path("reports/promises/", views.promises, name="promises"),
    path("reports/promises/<str:key>/<str:answer>/", views.promise_behind, name="promise-behind"),
    path("reports/fairness/", views.fairness, name="fairness"),
    path("reports/fairness/<int:start>/<str:characteristic>/", views.fairness, name="fairness-of"),
]
