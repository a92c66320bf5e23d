"""One home for each role: what needs me today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, Role, may
from mappa.audit.models import What
from mappa.audit.services import record, record_shown
from mappa.cooperation import policy
from mappa.govuk.days import long_date
from mappa.kernel import clock
from mappa.people.selectors import people_asked_once
from mappa.worklists import obligations, presenters
from mappa.worklists.panels import Today, panels_for


@page(Permission.HOME)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs the signed-in person today, late first."""
    at = clock.now()
    actor = actor_of(request)
    today = Today(actor=actor, on=clock.day_of(at), at=at)
    with people_asked_once():
        panels = panels_for(today)
    record_shown(
        operation=Permission.HOME, actor=actor, subjects=[person for panel in panels for person in panel.people], at=at
    )
    urgent = sum(panel.urgent for panel in panels)
    context = {
        "page_title": "What needs me today",
        "caption": f"{actor.name}, {Role(actor.role).label}, {long_date(today.on)}",
        "panels": panels,
        "urgent": urgent,
    }
    return render(request, "worklists/home.html", context)


@page(Permission.AGENCY_VIEW)
@require_GET
def what_we_must_do(request: HttpRequest) -> HttpResponse:
    """What the reader's agency must do in the arrangements, with how much waits now. Nobody is named."""
    at = clock.now()
    actor = actor_of(request)
    today = Today(actor=actor, on=clock.day_of(at), at=at)
    record(
        what=What.CONSULTATION, operation="worklists:obligations:view", actor=actor, subject_type="agency",
        subject=actor.agency.code, at=at,
    )  # fmt: skip
    running = obligations.running_by_duty(today) if may(actor, Permission.DUTY_VIEW) else {}
    context = {
        "page_title": "What my agency must do under MAPPA",
        "back_href": "/agencies/",
        "caption": f"{actor.agency.name}, {long_date(today.on)}",
        "functions": presenters.functions_table(obligations.functions_of(today, running)),
        "functions_source": policy.citation(obligations.FUNCTIONS, today.edition),
        "duties": presenters.duties_table(obligations.duties_of(today, running)),
        "bounds": policy.sentences(policy.BOUNDS, today.edition),
        "bounds_source": policy.citation(policy.BOUNDS, today.edition),
    }
    return render(request, "worklists/what_we_must_do.html", context)
