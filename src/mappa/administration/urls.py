"""Administering accounts, and the link by which somebody chooses a password."""

from django.urls import path

from mappa.administration import views, welcome

urlpatterns = [
    path("administration/accounts/", views.accounts, name="accounts"),
    path("administration/accounts/export/", views.accounts_export, name="accounts-export"),
    path("administration/accounts/new/", views.account_new, name="account-new"),
    path("administration/accounts/<int:number>/", views.account, name="account"),
    path("administration/accounts/<int:number>/confirm/", views.account_confirm, name="account-confirm"),
    path("administration/accounts/<int:number>/reinstate/", views.account_reinstate, name="account-reinstate"),
    path("administration/accounts/<int:number>/move/", views.account_move, name="account-move"),
    path("administration/accounts/<int:number>/in-hand/", views.account_in_hand, name="account-in-hand"),
    path("administration/accounts/<int:number>/identity/", views.account_identity, name="account-identity"),
    path("administration/accounts/<int:number>/link/", views.account_link, name="account-link"),
    path("administration/accounts/<int:number>/<slug:step>/", views.account_step, name="account-step"),
    path("welcome/<str:token>", welcome.welcome, name="welcome"),
]
