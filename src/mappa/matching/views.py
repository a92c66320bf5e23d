"""The search page. The text travels in the body of a POST, so no name stands in an address or a server's log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.matching import presenters, services
from mappa.matching.forms import SearchForm

SHOWN = 25


@page(Permission.PERSON_SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    """Search among those whom the user may know."""
    actor, at = actor_of(request), clock.now()
    form = SearchForm(request.POST or None, actor=actor, on=clock.day_of(at))
    context = {"page_title": "Search for a person", "form": form}
    if request.method == "POST" and form.is_valid():
        asked, narrowed = form.cleaned_data, form.narrowed()
        try:
            found = services.search_people(
                text=asked["text"], born=asked["born"], narrowed=narrowed, purpose=asked["purpose"] or "casework",
                actor=actor, at=at, limit=SHOWN + 1,
            )  # fmt: skip
        except Incomplete as wrong:
            form.say_beside(wrong)
        else:
            context |= {"table": presenters.results_table(found[:SHOWN]), "searched": True, "narrowed": bool(narrowed)}
            context |= {"more": len(found) > SHOWN, "shown": min(len(found), SHOWN)}
    return render(request, "matching/search.html", context, status=422 if form.errors else 200)
