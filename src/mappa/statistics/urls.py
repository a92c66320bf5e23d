"""Published figures."""

from django.urls import path

from mappa.statistics.views import annual, board

urlpatterns = [
    path("reports/annual/", annual.annual, name="annual-report"),
    path("reports/annual/<int:start>/", annual.annual, name="annual-report-year"),
    path("reports/annual/<int:start>/freeze/", annual.freeze, name="annual-report-freeze"),
    path("reports/annual/<int:start>/behind/<str:key>/", annual.behind, name="annual-report-behind"),
    path("reports/annual/<int:start>/download.<str:kind>", annual.download, name="annual-report-download"),
    path("reports/board/", board.information, name="board-information"),
    path("reports/board/download.csv", board.download, name="board-information-download"),
    path("reports/promises/", annual.promises, name="promises"),
    path("reports/promises/<str:key>/<str:answer>/", annual.promise_behind, name="promise-behind"),
    path("reports/fairness/", annual.fairness, name="fairness"),
    path("reports/fairness/<int:start>/<str:characteristic>/", annual.fairness, name="fairness-of"),
]
