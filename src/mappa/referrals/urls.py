"""Addresses of referrals."""

from django.urls import path

from mappa.referrals.views import deciding, reading, writing

urlpatterns = [
    path("people/<str:reference>/referrals/new/", writing.new, name="referral-new"),
    path("people/<str:reference>/screening/", writing.screening, name="referral-screening"),
    path("referrals/", reading.board, name="referrals-list"),
    path("referrals/<str:reference>/", reading.detail, name="referral-detail"),
    path("referrals/<str:reference>/check/", writing.check, name="referral-check"),
    path("referrals/<str:reference>/decide/", deciding.decide, name="referral-decide"),
    path("referrals/<str:reference>/consult/", deciding.consult, name="referral-consult"),
    path("referrals/<str:reference>/dispute/<str:action>/", deciding.dispute, name="referral-dispute"),
    path("referrals/<str:reference>/final/", deciding.final, name="referral-final"),
    path("referrals/<str:reference>/section/<str:key>/", writing.section, name="referral-section"),
]
