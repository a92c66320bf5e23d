"""Signing in and out."""

from django.urls import path

from mappa.web import views

urlpatterns = [
    path("signin", views.signin, name="signin"),
    path("signout", views.signout, name="signout"),
    path("account/sessions/", views.sessions, name="own-sessions"),
    path("account/sessions/end/", views.session_end, name="own-session-end"),
]
