"""The plan of a case: what it holds, what is not tied up, and what is added to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of
from mappa.audit.services import record_shown
from mappa.cases.looking import find_case
from mappa.cases.models import Case
from mappa.cases.presenters import case_frame
from mappa.govuk.forms import Form
from mappa.govuk.presenters import content
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, Stale
from mappa.plans import presenters, services
from mappa.plans.forms import (
    ActionForm,
    ChangeLineForm,
    ContingencyForm,
    LineForm,
    ReviewForm,
    RiskForm,
    StartForm,
)
from mappa.plans.models import PlanLine
from mappa.plans.selectors import PlanView, plan_view

UNPROCESSABLE, CONFLICT = 422, 409


def _base(case: Case) -> str:
    return f"/people/{case.person.reference}/plan/"


@page(Permission.PLAN_VIEW)
@require_GET
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan under four pillars, with what no measure or action answers said first."""
    actor, at, on, case = find_case(request, reference)
    view = plan_view(case)
    editable = bool(may(actor, Permission.PLAN_EDIT))
    base = _base(case)
    context: dict[str, Any] = {"page_title": "Risk management plan", "base": base, "editable": editable}
    if view:
        context |= {
            "summary": presenters.summary(view, base, on, editable=editable),
            "gaps": presenters.gaps(view),
            "risks": presenters.risks_table(view),
            "pillars": presenters.pillars(view, base, editable=editable),
            "contingencies": presenters.contingencies(view),
            "actions": presenters.plan_actions(view.actions, on),
        }
    record_shown(operation="plans:plan:view", actor=actor, subjects=[reference], at=at)
    return render(request, "plans/plan.html", {**case_frame(case, actor, on, "plan/"), **context})


@page(Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the plan: no plan without a review day (PLAN-06)."""
    actor, at, _, case = find_case(request, reference)

    def save(facts: dict[str, Any]) -> None:
        services.ensure_plan(case=case, **facts, actor=actor, at=at)

    return _form_page(request, case, StartForm(request.POST or None), "Begin the plan", save)


@page(Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whether an order is applied for, and set the next formal review (ORDERS-08)."""
    actor, at, _, case = find_case(request, reference)
    plan = _view(case).plan

    def save(facts: dict[str, Any]) -> None:
        services.set_review_day(
            plan=plan, review_on=facts["review_on"], order=form.answer(), read_version=facts["version"], actor=actor,
            at=at,
        )  # fmt: skip

    form = ReviewForm(request.POST or None, initial={"version": plan.version, "review_on": plan.review_on})
    return _form_page(request, case, form, "Review the plan", save)


@page(Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def new_risk(request: HttpRequest, reference: str) -> HttpResponse:
    """Name a risk."""
    actor, at, _, case = find_case(request, reference)
    plan = _view(case).plan

    def save(facts: dict[str, Any]) -> None:
        services.add_risk(plan=plan, **facts, actor=actor, at=at)

    return _form_page(request, case, RiskForm(request.POST or None), "Add a risk", save)


@page(Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def new_line(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a measure."""
    actor, at, _, case = find_case(request, reference)
    view, agencies = _view(case), _agencies(actor)
    form = LineForm(request.POST or None, risks=_open(view), agencies=agencies.values())

    def save(facts: dict[str, Any]) -> None:
        services.add_line(plan=view.plan, **_chosen(facts, view, agencies), actor=actor, at=at)

    return _form_page(request, case, form, "Add a measure", save)


@page(Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def change_line(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """Change a measure; a stale page keeps both texts."""
    actor, at, _, case = find_case(request, reference)
    view, agencies = _view(case), _agencies(actor)
    held = next((one for one in view.lines if one.pk == line), None)
    if held is None:
        raise Http404
    initial = {"risk": held.risk_id, "agency": held.agency_id, "version": view.plan.version}
    initial |= {name: getattr(held, name) for name in ("pillar", "text", "control")}
    form = ChangeLineForm(request.POST or None, initial=initial, risks=view.risks, agencies=agencies.values())

    def save(facts: dict[str, Any]) -> None:
        read = facts.pop("version")
        held.plan = view.plan
        services.change_line(line=held, **_chosen(facts, view, agencies), read_version=read, actor=actor, at=at)

    return _form_page(request, case, form, "Change a measure", save, theirs=lambda: _theirs(held))


@page(Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def new_contingency(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what happens if."""
    actor, at, _, case = find_case(request, reference)
    view, agencies = _view(case), _agencies(actor)

    def save(facts: dict[str, Any]) -> None:
        services.add_contingency(plan=view.plan, **_chosen(facts, view, agencies), actor=actor, at=at)

    form = ContingencyForm(request.POST or None, agencies=agencies.values())
    return _form_page(request, case, form, "Add a contingency", save)


@page(Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def new_action(request: HttpRequest, reference: str) -> HttpResponse:
    """Give somebody something to do by a day (PLAN-03)."""
    actor, at, _, case = find_case(request, reference)
    view, agencies = _view(case), _agencies(actor)

    def save(facts: dict[str, Any]) -> None:
        chosen = _chosen(facts, view, agencies)
        services.set_action(case=case, **chosen, owner=None, meeting="", actor=actor, at=at)

    form = ActionForm(request.POST or None, lines=view.lines, agencies=agencies.values())
    return _form_page(request, case, form, "Set an action", save)


def _view(case: Case) -> PlanView:
    view = plan_view(case)
    if view is None:
        raise Http404
    return view


def _agencies(actor: User) -> dict[int, Agency]:
    return {agency.pk: agency for agency in agencies_of(actor.area)}


def _open(view: PlanView) -> list[Any]:
    return [risk for risk in view.risks if risk.closed_on is None]


def _chosen(facts: dict[str, Any], view: PlanView, agencies: dict[int, Agency]) -> dict[str, Any]:
    """The rows that a form's numbers stand for; a number of another plan stands for none."""
    held: dict[str, dict[int, Any]] = {
        "risk": {risk.pk: risk for risk in view.risks},
        "line": {line.pk: line for line in view.lines},
        "agency": agencies,
    }
    return {name: held[name].get(value) if name in held else value for name, value in facts.items()}


def _theirs(line: PlanLine) -> list[dict[str, Any]]:
    line.refresh_from_db()
    return [{"question": "The measure", "text": content(line.text)["text"]}]


def _form_page(
    request: HttpRequest,
    case: Case,
    form: Form,
    title: str,
    save: Callable[[dict[str, Any]], None],
    *,
    theirs: Callable[[], list[dict[str, Any]]] | None = None,
) -> HttpResponse:
    """Show a form about the plan, or save what was typed; a problem keeps it on the page."""
    actor, at = actor_of(request), clock.now()
    status, both = 200, []
    if request.method == "POST" and form.is_valid():
        try:
            save(dict(form.cleaned_data))
        except Stale as stale:
            status, both = CONFLICT, theirs() if theirs else []
            form.data = form.data.copy()
            form.data["version"] = str(_view(case).plan.version)
            form.add_error(None, str(stale))
        except Incomplete as problem:
            for name, say in problem.fields.items():
                form.add_error(name if name in form.fields else None, say)
        else:
            messages.success(request, "Saved.")
            return redirect("plan", case.person.reference)
    if form.errors and status == 200:  # noqa: PLR2004 - no problem answered yet
        status = UNPROCESSABLE
    record_shown(operation="plans:plan:view", actor=actor, subjects=[case.person.reference], at=at)
    context = {"page_title": title, "form": form, "cancel_href": _base(case), "theirs": both}
    frame = case_frame(case, actor, clock.day_of(at), "plan/")
    return render(request, "plans/form.html", {**frame, **context}, status=status)
