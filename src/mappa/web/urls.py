"""Signing in and out."""

from django.urls import path

from mappa.web import second_factor, views

urlpatterns = [
    path("signin", views.signin, name="signin"),
    path("signout", views.signout, name="signout"),
    path("signin/code", second_factor.code, name="signin-code"),
    path("signin/set-up", second_factor.set_up, name="signin-set-up"),
    path("signin/set-up/picture", second_factor.picture, name="signin-set-up-picture"),
    path("account/confirm/", second_factor.confirm_again, name="confirm"),
    path("account/second-factor/", second_factor.own_factor, name="own-factor"),
    path("account/second-factor/codes/", second_factor.fresh_codes, name="own-recovery-codes"),
    path("account/sessions/", views.sessions, name="own-sessions"),
    path("account/sessions/end/", views.session_end, name="own-session-end"),
]
