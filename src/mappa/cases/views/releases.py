"""The people who are about to be released."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.agencies.selectors import edition_on
from mappa.audit.services import record_shown
from mappa.cases.presenters.releases import releases_table
from mappa.cases.releases import WINDOW, about_to_be_released
from mappa.determinations import policy
from mappa.kernel import clock
from mappa.sharing.paging import slice_of


@page(Permission.CASE_VIEW)
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """Everybody whom the reader may know of with a release, leave, discharge or hearing in the coming months."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    edition = edition_on(actor.area, on)
    found = slice_of(about_to_be_released(actor, on, edition), request)
    record_shown(
        operation="cases:releases:list", actor=actor, subjects=[row.person.reference for row in found.rows], at=at
    )
    held = policy.parameter(WINDOW, edition)
    context = {
        "page_title": "About to be released",
        "table": releases_table(found.rows, on),
        "count_text": f"{found.total} in the next {held.number} months ({held.citation}).",
        "empty_text": "Nobody whom you may know of has a release, leave, discharge or parole hearing on record in this"
        " time. Days are recorded on the person's own page of facts.",
        "pagination": found.links,
    }
    return render(request, "govuk/list_page.html", context)
