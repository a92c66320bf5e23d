"""Addresses that say who may see a record and why, and of those who take part in it."""

from django.urls import path

from mappa.access.views import lists, why

urlpatterns = [
    path("people/<str:reference>/why/", why.why_seen, name="why-seen"),
    path("why-not/", why.why_not, name="why-not"),
    path("people/<str:reference>/access-lists/", lists.lists, name="access-lists"),
    path("people/<str:reference>/access-lists/new/", lists.list_new, name="access-list-new"),
    path("people/<str:reference>/access-lists/<int:number>/names/", lists.list_names, name="access-list-names"),
    path("people/<str:reference>/access-lists/<int:number>/lift/", lists.list_lift, name="access-list-lift"),
]
