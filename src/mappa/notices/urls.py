"""Addresses of what MAPPA is told of somebody."""

from django.urls import path

from mappa.notices.views import answering, counting, telling

urlpatterns = [
    path("notify/", telling.notify_home, name="notify"),
    path("notify/<str:kind>/", telling.notify_new, name="notify-new"),
    path("community-counts/", counting.counts, name="community-counts"),
    path("community-counts/new/", counting.count_new, name="community-count-new"),
    path("notices/", answering.notices, name="notices"),
    path("notices/<str:reference>/", answering.notice, name="notice-detail"),
    path("notices/<str:reference>/record/", answering.notice_record, name="notice-record"),
]
