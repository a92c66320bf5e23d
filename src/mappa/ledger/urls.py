"""Addresses of the share ledger."""

from django.urls import path

from mappa.ledger.views import receiving, shares

urlpatterns = [
    path("shares/", shares.ledger, name="shares"),
    path("people/<str:reference>/shares/", shares.of_person, name="person-shares"),
    path("people/<str:reference>/shares/new/", shares.new, name="share-new"),
    path("people/<str:reference>/shares/<int:share>/", shares.detail, name="share"),
    path("people/<str:reference>/shares/<int:share>/revoke/", shares.revoke, name="share-revoke"),
    path("shared-with-us/", receiving.shared_with_us, name="shared-with-us"),
    path("shared-with-us/<int:share>/", receiving.shared_page, name="shared-page"),
]
