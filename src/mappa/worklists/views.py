"""One home for each role: what needs me today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, Role
from mappa.audit.services import record_shown
from mappa.govuk.days import long_date
from mappa.kernel import clock
from mappa.worklists.panels import Today, panels_for


@page(Permission.HOME)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs the signed-in person today, late first."""
    at = clock.now()
    actor = actor_of(request)
    today = Today(actor=actor, on=clock.day_of(at), at=at)
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
