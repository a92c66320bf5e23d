"""Addresses of the share ledger."""

from django.urls import path

from mappa.ledger.views import further_use, pointing, receiving, shares, subject_access

urlpatterns = [
    path("shares/", shares.ledger, name="shares"),
    path("people/<str:reference>/shares/", shares.of_person, name="person-shares"),
    path("people/<str:reference>/shares/new/", shares.new, name="share-new"),
    path("people/<str:reference>/shares/<int:share>/", shares.detail, name="share"),
    path("people/<str:reference>/shares/<int:share>/revoke/", shares.revoke, name="share-revoke"),
    path("shared-with-us/", receiving.shared_with_us, name="shared-with-us"),
    path("shared-with-us/<int:share>/", receiving.shared_page, name="shared-page"),
    path("shared-with-us/<int:share>/further-use/", further_use.ask, name="further-use-new"),
    path("further-uses/", further_use.asked, name="further-uses"),
    path("further-uses/<int:ask>/", further_use.answer, name="further-use"),
    path("known-here/", pointing.known_here, name="known-here"),
    path("people/<str:reference>/shares/who-asked/", pointing.who_asked, name="who-asked"),
    path("subject-access/", subject_access.register, name="subject-access-register"),
    path("subject-access/new/", subject_access.new, name="subject-access-new"),
    path("subject-access/<str:reference>/", subject_access.detail, name="subject-access"),
    path("subject-access/<str:reference>/<int:part>/", subject_access.decide, name="subject-access-part"),
]
