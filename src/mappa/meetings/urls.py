"""Addresses of meetings, of the inbox and of minutes."""

from django.urls import path

from mappa.meetings.views import booking, deciding, inbox, minutes, minutes_requests, run, writing

urlpatterns = [
    path("people/<slug:reference>/meetings/", booking.of_case, name="case-meetings"),
    path("people/<slug:reference>/meetings/new/", booking.book, name="meeting-new"),
    path("meetings/", booking.coming, name="meetings"),
    path("meetings/<slug:reference>/", booking.detail, name="meeting-detail"),
    path("meetings/<slug:reference>/cancel/", booking.cancel, name="meeting-cancel"),
    path("meetings/<slug:reference>/run/", run.run, name="meeting-run"),
    path("meetings/<slug:reference>/run/<slug:name>/", run.step, name="meeting-step"),
    path("meetings/<slug:reference>/run/views/<slug:code>/", deciding.agency_view, name="meeting-view"),
    path("meetings/<slug:reference>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<slug:reference>/minutes/approve/", minutes.approve, name="minutes-approve"),
    path("meetings/<slug:reference>/minutes/issue/", minutes.issue, name="minutes-issue"),
    path("meetings/<slug:reference>/minutes/<slug:key>/", writing.section, name="minutes-section"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/requests/<slug:reference>/", inbox.answer, name="inbox-request"),
    path("inbox/minutes/<slug:reference>/<int:number>/", inbox.receive, name="inbox-minutes"),
    path("inbox/minutes/<slug:reference>/<int:number>/ask/", minutes_requests.ask, name="minutes-request-new"),
    path("minutes-requests/", minutes_requests.for_chair, name="minutes-requests"),
    path("minutes-requests/<int:number>/", minutes_requests.answer, name="minutes-request"),
    path("people/<slug:reference>/minutes-requests/", minutes_requests.of_person, name="person-minutes-requests"),
    path("people/<slug:reference>/minutes-requests/new/", minutes_requests.new, name="person-minutes-request-new"),
]
