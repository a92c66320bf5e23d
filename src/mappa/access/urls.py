"""Addresses that say who may see a record and why, and of those who take part in it."""

from django.urls import path

from mappa.access.views import lists, partners, why

urlpatterns = [
    path("people/<str:reference>/why/", why.why_seen, name="why-seen"),
    path("people/<str:reference>/partners/", partners.partners, name="partners"),
    path("people/<str:reference>/partners/new/", partners.partner_new, name="partner-new"),
    path("people/<str:reference>/partners/<int:number>/end/", partners.partner_end, name="partner-end"),
    path("people/<str:reference>/partners/record-manager/", partners.record_manager, name="record-manager"),
    path("why-not/", why.why_not, name="why-not"),
    path("people/<str:reference>/access-lists/", lists.lists, name="access-lists"),
    path("people/<str:reference>/access-lists/new/", lists.list_new, name="access-list-new"),
    path("people/<str:reference>/access-lists/<int:number>/names/", lists.list_names, name="access-list-names"),
    path("people/<str:reference>/access-lists/<int:number>/lift/", lists.list_lift, name="access-list-lift"),
]
