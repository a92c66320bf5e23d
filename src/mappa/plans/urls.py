"""Addresses of plans and actions."""

from django.urls import path

from mappa.plans.views import actions, holding, plan

urlpatterns = [
    path("people/<str:reference>/plan/", plan.plan, name="plan"),
    path("people/<str:reference>/plan/start/", plan.start, name="plan-start"),
    path("people/<str:reference>/plan/copies/", holding.copies, name="plan-copies"),
    path("people/<str:reference>/plan/review/", plan.review, name="plan-review"),
    path("people/<str:reference>/plan/risks/new/", plan.new_risk, name="plan-risk-new"),
    path("people/<str:reference>/plan/lines/new/", plan.new_line, name="plan-line-new"),
    path("people/<str:reference>/plan/lines/<int:line>/", plan.change_line, name="plan-line-change"),
    path("people/<str:reference>/plan/contingencies/new/", plan.new_contingency, name="plan-contingency-new"),
    path("people/<str:reference>/plan/actions/new/", plan.new_action, name="plan-action-new"),
    path("actions/", actions.mine, name="actions-list"),
    path("actions/<str:reference>/", actions.action, name="action-detail"),
]
