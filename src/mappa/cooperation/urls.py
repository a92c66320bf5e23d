"""Agencies, their contacts, and what they have agreed."""

from django.urls import path

from mappa.cooperation.views import case_inputs, contacts, documents, links, register, sharing

urlpatterns = [
    path("agencies/", register.directory, name="agencies"),
    path("agencies/duty/", register.duty, name="agencies-duty"),
    path("agencies/new/", register.agency_new, name="agency-new"),
    path("agencies/serve/", register.agency_serve, name="agency-serve"),
    path("agencies/sharing/", sharing.before_sharing, name="agency-sharing"),
    path("agencies/contacts/<int:contact>/end/", contacts.contact_end, name="contact-end"),
    path("agencies/documents/", documents.documents, name="area-documents"),
    path("agencies/documents/new/<slug:kind>/", documents.document_new, name="area-document-new"),
    path("agencies/documents/<int:document>/", documents.document, name="area-document"),
    path("agencies/documents/<int:document>/versions/new/", documents.version_new, name="version-new"),
    path("agencies/documents/<int:document>/versions/<int:number>/", documents.version, name="version"),
    path(
        "agencies/documents/<int:document>/versions/<int:number>/decide/",
        documents.version_decide,
        name="version-decide",
    ),
    path("agencies/documents/<int:document>/versions/<int:number>/sign/", documents.version_sign, name="version-sign"),
    path("agencies/links/", links.links, name="agency-links"),
    path("agencies/links/forums/new/", links.forum_new, name="forum-new"),
    path("agencies/links/central/new/", links.central_new, name="central-new"),
    path("agencies/links/wales/", links.wales, name="area-wales"),
    path("people/<str:reference>/agencies/", case_inputs.of_case, name="case-inputs"),
    path("people/<str:reference>/agencies/housing/new/", case_inputs.housing_new, name="housing-new"),
    path("people/<str:reference>/agencies/safeguarding/new/", case_inputs.safeguarding_new, name="safeguarding-new"),
    path(
        "people/<str:reference>/agencies/safeguarding/<int:link>/end/",
        case_inputs.safeguarding_end,
        name="safeguarding-end",
    ),
    path("people/<str:reference>/agencies/monitoring/new/", case_inputs.monitoring_new, name="monitoring-new"),
    path("agencies/<slug:code>/", register.agency, name="agency"),
    path("agencies/<slug:code>/edit/", register.agency_edit, name="agency-edit"),
    path("agencies/<slug:code>/close/", register.agency_close, name="agency-close"),
    path("agencies/<slug:code>/leave/", register.agency_leave, name="agency-leave"),
    path("agencies/<slug:code>/classify/", register.agency_classify, name="agency-classify"),
    path("agencies/<slug:code>/sharing-policy/", sharing.policy_new, name="agency-sharing-policy"),
    path("agencies/<slug:code>/contacts/new/", contacts.contact_new, name="contact-new"),
]
