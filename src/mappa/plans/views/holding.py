"""Who holds which version of a plan, and sharing the present one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.cases.looking import find_case
from mappa.cases.presenters import case_frame
from mappa.kernel.decisions import Refused
from mappa.plans import presenters, services
from mappa.plans.models import Plan
from mappa.plans.selectors import agencies_with_a_task, copies_of


@page(Permission.PLAN_VIEW)
@require_http_methods(["GET", "POST"])
def copies(request: HttpRequest, reference: str) -> HttpResponse:
    """The copies of the plan by version; those who may change it share it with every agency that has a task."""
    actor, at, on, case = find_case(request, reference)
    editable = may(actor, Permission.PLAN_EDIT)
    if request.method == "POST":
        if not editable:
            raise Refused(editable.reason)
        shared = services.share_plan(case=case, actor=actor, at=at)
        messages.success(request, f"The plan is shared with {len(shared)} agencies.")
        return redirect("plan-copies", reference)
    record_shown(operation="plans:copies:view", actor=actor, subjects=[reference], at=at)
    plan = Plan.objects.filter(case=case).first()
    context = {
        "page_title": "Who holds the plan",
        "table": presenters.copies_table(copies_of(plan) if plan else []),
        "tasked": [agency.name for agency in agencies_with_a_task(case)],
        "editable": bool(editable) and plan is not None,
        "plan_href": f"/people/{reference}/plan/",
    }
    return render(request, "plans/copies.html", {**case_frame(case, actor, on, "plan/"), **context})
