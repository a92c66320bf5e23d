"""My agency's actions, and what came of them."""

from django.contrib import messages
from django.db.models import Case as When
from django.db.models import IntegerField, Value
from django.db.models import When as If
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.lists import list_page
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import edition_on
from mappa.audit.services import record_shown
from mappa.determinations import policy
from mappa.govuk.presenters import Options
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.people.selectors import people_visible_to
from mappa.plans import presenters, services
from mappa.plans.forms import ReportForm
from mappa.plans.lifecycle import ActionState
from mappa.plans.models import Action
from mappa.plans.selectors import actions_for_agency

UNPROCESSABLE = 422
OWN_DECISION = "agencies/own_decision"


@page(Permission.ACTION_UPDATE)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The actions given to the actor's agency: open ones first, the most overdue at the top."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    rest = When(If(state=ActionState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    people = bool(may(actor, Permission.CASE_VIEW))

    def as_table(actions: list[Action]) -> Options:
        shown = [action.case.person_id for action in actions] if people else []
        known = set(people_visible_to(actor, on).filter(pk__in=shown).values_list("pk", flat=True)) if people else set()
        return presenters.agency_actions(actions, on, known=known, people=people)

    return list_page(
        request, actions_for_agency(actor, on).order_by(rest, "due", "id"), operation="plans:action:list",
        about=lambda action: [action.case.person], table=as_table, title="Actions",
        count=lambda total: f"{total:,} action{'' if total == 1 else 's'}",
        empty="Your agency has no action to do. New ones appear here when a meeting or a plan sets them.",
    )  # fmt: skip


@page(Permission.ACTION_UPDATE)
@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, reference: str) -> HttpResponse:
    """One action of the actor's agency: no more of the person than the action says, and the form to report on it."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    held = actions_for_agency(actor, on).filter(reference=reference).first()
    if held is None:
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.report_action(reference=reference, **form.cleaned_data, actor=actor, at=at)
        except Incomplete as problem:
            for name, say in problem.fields.items():
                form.add_error(name if name in form.fields else None, say)
        else:
            messages.success(request, "Thank you. Your report is recorded.")
            return redirect("actions-list")
    record_shown(operation="plans:action:view", actor=actor, subjects=[held.case.person.reference], at=at)
    context = {
        "page_title": f"Action {held.reference}",
        "summary": presenters.action_summary(held, on),
        "history": presenters.action_history(held.steps.select_related("agency")),
        "own_decision": policy.parameter(OWN_DECISION, edition_on(actor.area, on)).value,
        "form": form if held.state != ActionState.DONE else None,
        "submit_text": "Report",
        "cancel_href": "/actions/",
        "back_href": "/actions/",
    }
    return render(request, "plans/action.html", context, status=UNPROCESSABLE if form.errors else 200)
