"""What must be done, by whom, by when and why; and recording that it was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.cases.looking import find_case
from mappa.cases.presenters import case_frame
from mappa.duties import presenters
from mappa.duties.forms import FactForm
from mappa.duties.selectors import AHEAD, duties_of, late_on, running_for, soon_on
from mappa.duties.services import record_fact
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete


@page(Permission.DUTY_VIEW)
@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """What the actor's post or agency still has to do: late first."""
    at = clock.now()
    on, actor = clock.day_of(at), actor_of(request)
    whose = "mine" if request.GET.get("whose") == "mine" else "all"
    when = "later" if request.GET.get("when") == "later" else "soon"
    everything = running_for(actor, on, mine=whose == "mine")
    rows = everything.filter(soon_on(on)) if when == "soon" else everything.exclude(soon_on(on))
    found = slice_of(rows, request, f"?whose={whose}&when={when}&page={{}}".format)
    shown = [duty.case.person.reference for duty in found.rows]
    record_shown(operation=Permission.DUTY_VIEW, actor=actor, subjects=shown, at=at)
    soon = f"within {AHEAD.days} days"
    context = {
        "page_title": "Duties",
        "whose": whose,
        "when": when,
        "soon_text": f"Late or due {soon}",
        "late": rows.filter(late_on(on)).count() if when == "soon" else 0,
        "count_text": f"{found.total} late or due {soon}" if when == "soon" else f"{found.total} later",
        "table": presenters.worklist(found.rows, on, caption="Late first, then by day"),
        "empty_text": "Nothing is waiting for you. A duty appears here by itself when a recorded fact starts it.",
        "pagination": found.links,
    }
    return render(request, "duties/list.html", context)


@page(Permission.DUTY_VIEW)
@require_GET
def case_duties(request: HttpRequest, reference: str) -> HttpResponse:
    """Every duty of one case with its rule, edition and starting fact."""
    actor, at, on, case = find_case(request, reference)
    shown = presenters.of_case(duties_of(case), on)
    record_shown(operation=Permission.DUTY_VIEW, actor=actor, subjects=[reference], at=at)
    context = case_frame(case, actor, on, "duties/") | {
        "page_title": "Duties",
        "running": [duty for duty in shown if duty["running"]],
        "finished": [duty for duty in shown if not duty["running"]],
        "record_href": f"/people/{reference}/duties/record/" if may(actor, Permission.FACT_RECORD) else "",
    }
    return render(request, "duties/case.html", context)


@page(Permission.FACT_RECORD)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a visit, a review or a notice."""
    actor, at, on, case = find_case(request, reference)
    posted = request.POST if request.method == "POST" else None
    form = FactForm(posted, initial={"on": on, "kind": request.GET.get("kind")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                record_fact(
                    case=case, kind=form.cleaned_data["kind"], on=form.cleaned_data["on"], details=form.details(),
                    note=form.cleaned_data["note"], actor=actor, at=at,
                )  # fmt: skip
            except Incomplete as problem:
                form.show(problem.fields)
            else:
                messages.success(request, "Recorded. The duties that waited for it are worked out again.")
                return redirect("case-duties", reference)
    record_shown(operation=Permission.FACT_RECORD, actor=actor, subjects=[reference], at=at)
    context = case_frame(case, actor, on, "duties/") | {
        "page_title": "Record what happened", "form": form, "submit_text": "Record",
        "cancel_href": f"/people/{reference}/duties/",
    }  # fmt: skip
    return render(request, "duties/record.html", context, status=status)
