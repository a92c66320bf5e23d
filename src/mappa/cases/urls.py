"""Addresses of a case. They use the person's public reference, never a name."""

from django.urls import path

from mappa.cases.views import category, considering, convictions, critical, facts, people, reviews, standing, transfers

urlpatterns = [
    path("people/", people.people_list, name="people-list"),
    path("people/<str:reference>/", people.case_overview, name="case-overview"),
    path("people/<str:reference>/timeline/", people.case_timeline, name="case-timeline"),
    path("people/<str:reference>/category/", category.case_category, name="case-category"),
    path("people/<str:reference>/category-3/", considering.category_3_consider, name="category-3-consider"),
    path("people/<str:reference>/level/", standing.case_level, name="case-level"),
    path("people/<str:reference>/critical/", critical.case_critical, name="case-critical"),
    path("critical-cases/", critical.critical_list, name="critical-cases"),
    path("people/<str:reference>/lead-agency/", standing.case_lead_agency, name="case-lead-agency"),
    path("people/<str:reference>/exit/", standing.case_exit, name="case-exit"),
    path("people/<str:reference>/archive/", standing.case_archive, name="case-archive"),
    path("people/<str:reference>/reactivate/", standing.case_reactivate, name="case-reactivate"),
    path("people/<str:reference>/record-reviews/", standing.record_reviews, name="record-reviews"),
    path("people/<str:reference>/facts/", facts.case_facts, name="case-facts"),
    path("people/<str:reference>/facts/movements/new/", facts.movement_new, name="movement-new"),
    path("people/<str:reference>/facts/convictions/new/", convictions.conviction_new, name="conviction-new"),
    path(
        "people/<str:reference>/facts/convictions/<int:conviction>/",
        convictions.conviction_correct,
        name="conviction-correct",
    ),
    path("people/<str:reference>/facts/reviews/new/", reviews.review_new, name="review-new"),
    path("people/<str:reference>/facts/reviews/<int:review>/", reviews.review_decide, name="review-decide"),
    path("people/<str:reference>/facts/sentences/<int:sentence>/", facts.sentence_correct, name="sentence-correct"),
    path("people/<str:reference>/facts/orders/new/", facts.order_new, name="order-new"),
    path("people/<str:reference>/facts/orders/<int:order>/", facts.order_end, name="order-end"),
    path("people/<str:reference>/facts/notifications/new/", facts.notification_new, name="notification-new"),
    path("people/<str:reference>/facts/breaches/new/", facts.breach_new, name="breach-new"),
    path("people/<str:reference>/facts/breaches/<int:breach>/", facts.breach_outcome, name="breach-outcome"),
    path("people/<str:reference>/risk/", facts.case_risk, name="case-risk"),
    path("people/<str:reference>/risk/new/", facts.assessment_new, name="assessment-new"),
    path("people/<str:reference>/risk/discussion/", facts.discussion_new, name="discussion-new"),
    path("people/<str:reference>/transfer/", transfers.transfer_new, name="transfer-new"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<str:reference>/", transfers.transfer_detail, name="transfer-detail"),
]
