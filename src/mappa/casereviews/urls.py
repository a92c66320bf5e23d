"""Addresses of reviews of cases."""

from django.urls import path

from mappa.casereviews import views

ALL = "people/<str:reference>/case-reviews/"
ONE = f"{ALL}<int:case_review>/"

urlpatterns = [
    path(ALL, views.reviews, name="case-reviews"),
    path(f"{ALL}new/", views.new, name="case-review-new"),
    path(ONE, views.review, name="case-review"),
    path(f"{ONE}victims/", views.victims, name="case-review-victims"),
    path(f"{ONE}close/", views.close, name="case-review-close"),
]
