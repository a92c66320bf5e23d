"""Signing in and out."""

from django.urls import path

from mappa.web import openid, second_factor, security_keys, views

urlpatterns = [
    path("signin", views.signin, name="signin"),
    path("signout", views.signout, name="signout"),
    path("signin/code", second_factor.code, name="signin-code"),
    path("signin/set-up", second_factor.set_up, name="signin-set-up"),
    path("signin/set-up/picture", second_factor.picture, name="signin-set-up-picture"),
    path("signin/set-up/key", security_keys.set_up_key, name="signin-set-up-key"),
    path("signin/openid", openid.ask, name="signin-openid"),
    path("signin/openid/back", openid.back, name="signin-openid-back"),
    path("signin/openid/left", openid.left, name="signin-openid-left"),
    path("account/keys/new/", security_keys.new_key, name="own-key-new"),
    path("account/keys/remove/", security_keys.key_removal, name="own-key-remove"),
    path("account/confirm/", second_factor.confirm_again, name="confirm"),
    path("account/second-factor/", second_factor.own_factor, name="own-factor"),
    path("account/second-factor/codes/", second_factor.fresh_codes, name="own-recovery-codes"),
    path("account/sessions/", views.sessions, name="own-sessions"),
    path("account/sessions/end/", views.session_end, name="own-session-end"),
]
