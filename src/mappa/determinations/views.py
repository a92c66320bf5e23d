"""The policy that the area works to, and where it departs from it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.determinations import area_presenters as presenters
from mappa.determinations import policy
from mappa.determinations.forms import DepartureForm, ProcedureForm
from mappa.determinations.procedures import record_procedure
from mappa.determinations.selectors import agencies_that_identify, departures_of, overlays_of, procedures_in
from mappa.determinations.services import record_departure
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible

UNSAVED, CONFLICT = 422, 409


@page(Permission.EDITION_VIEW)
@require_GET
def area_policy(request: HttpRequest) -> HttpResponse:
    """Which edition the area works to, its labels, its limits, its law, and every departure with its reason."""
    at = clock.now()
    on, actor = clock.day_of(at), actor_of(request)
    edition = edition_on(actor.area, on)
    record(
        what=What.CONSULTATION, operation=Permission.EDITION_VIEW, actor=actor, subject_type="area",
        subject=actor.area.code, at=at,
    )  # fmt: skip
    context = {
        "page_title": f"Policy of {actor.area.name}",
        "edition": presenters.edition_summary(edition),
        "labels": presenters.labels_summary(edition),
        "limits": presenters.limits_table(edition, overlays_of(actor.area).get(edition), on),
        "departures": presenters.departures_table(departures_of(actor.area)),
        "statutes": presenters.statutes(edition),
        "record_href": "depart/" if may(actor, Permission.DEPARTURE_RECORD) else "",
    }
    return render(request, "determinations/area_policy.html", context)


@page(Permission.DEPARTURE_RECORD)
@require_http_methods(["GET", "POST"])
def depart(request: HttpRequest) -> HttpResponse:
    """Record a departure from the guidance, or the way back to it."""
    at = clock.now()
    actor = actor_of(request)
    edition = edition_on(actor.area, clock.day_of(at))
    form = DepartureForm(request.POST or None, edition=edition, initial={"since": clock.day_of(at)})
    status = 200
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            try:
                record_departure(area=actor.area, edition=edition, **form.departure(), actor=actor, at=at)
            except Incomplete as wrong:
                form.say_beside(wrong)
            except NotPossible as wrong:
                form.say_beside(wrong)
                status = CONFLICT
            else:
                messages.success(request, "The departure is recorded. Clocks that start from that day on follow it.")
                return redirect("area-policy")
    context = {
        "page_title": "Depart from the guidance", "form": form, "submit_text": "Record the departure",
        "cancel_href": "/policy/",
        "intro": "National guidance is statutory. A departure needs a reason, a named approver and a day. An area"
        " cannot depart from an Act.",
    }  # fmt: skip
    return render(request, "determinations/depart.html", context, status=status)


@page(Permission.EDITION_VIEW)
@require_GET
def identification(request: HttpRequest) -> HttpResponse:
    """How each agency of the area shows that it identifies people, and which does not show it yet."""
    actor = actor_of(request)
    record(
        what=What.CONSULTATION, operation="determinations:procedure:list", actor=actor, subject_type="area",
        subject=actor.area.code, at=clock.now(),
    )  # fmt: skip
    may_record = bool(may(actor, Permission.PROCEDURE_RECORD))
    context = {
        "page_title": f"Systems of identification in {actor.area.name}",
        "back_href": "/policy/",
        "table": presenters.procedures_table(procedures_in(actor.area, policy.LAW)),
        "record_href": "record/" if may_record else "",
        "source": policy.parameter("identification/agencies_with_a_system", policy.LAW).citation,
    }
    return render(request, "determinations/identification.html", context)


@page(Permission.PROCEDURE_RECORD)
@require_http_methods(["GET", "POST"])
def procedure_record(request: HttpRequest) -> HttpResponse:
    """Record how an agency identifies people."""
    at = clock.now()
    actor = actor_of(request)
    form = ProcedureForm(request.POST or None, agencies=agencies_that_identify(actor.area, policy.LAW))
    status = 200
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            try:
                record_procedure(**form.cleaned_data, actor=actor, at=at)
            except Incomplete as wrong:
                form.say_beside(wrong)
            else:
                messages.success(request, "The procedure is recorded.")
                return redirect("identification")
    context = {
        "page_title": "Record how an agency identifies people", "form": form, "submit_text": "Record the procedure",
        "cancel_href": "/policy/identification/",
    }  # fmt: skip
    return render(request, "govuk/form_page.html", context, status=status)
