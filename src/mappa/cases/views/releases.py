"""The people who are about to be released."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mappa.accounts.lists import list_page
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.agencies.selectors import edition_on
from mappa.cases.presenters.releases import releases_table
from mappa.cases.releases import WINDOW, about_to_be_released
from mappa.determinations import policy
from mappa.kernel import clock


@page(Permission.CASE_VIEW)
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """Everybody whom the reader may know of with a release, leave, discharge or hearing in the coming months."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    edition = edition_on(actor.area, on)
    held = policy.parameter(WINDOW, edition)
    return list_page(
        request, about_to_be_released(actor, on, edition), operation="cases:releases:list",
        about=lambda row: [row.person], table=partial(releases_table, on=on), title="About to be released",
        count=lambda total: f"{total} in the next {held.number} months ({held.citation}).",
        empty="Nobody whom you may know of has a release, leave, discharge or parole hearing on record in this time."
        " Days are recorded on the person's own page of facts.",
    )  # fmt: skip
