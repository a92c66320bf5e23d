"""Addresses of emergency access and of the log."""

from django.urls import path

from mappa.sharing.views import copies, emergency, log

urlpatterns = [
    path("emergency-access/", emergency.emergency_access, name="emergency-access"),
    path("emergency-access/reviews/", emergency.reviews, name="emergency-reviews"),
    path("emergency-access/reviews/<int:access>/", emergency.review, name="emergency-review"),
    path("people/<str:reference>/who-has-looked/", log.who_has_looked, name="who-has-looked"),
    path("what-i-have-looked-at/", log.what_i_have_looked_at, name="what-i-have-looked-at"),
    path("audit/", log.log, name="audit-log"),
    path("copies/", copies.look_up, name="copies"),
]
