"""Doubtful matches: a person decides. They live here because the decision puts the held rows where they belong."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.lists import list_page
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.services import record_shown
from mappa.imports import presenters, services
from mappa.imports.forms import MatchForm
from mappa.kernel import clock
from mappa.matching.selectors import matches_visible_to


@page(Permission.MATCH_DECIDE)
def matches(request: HttpRequest) -> HttpResponse:
    """Matches whose candidate the user may know, undecided first."""
    return list_page(
        request, matches_visible_to(actor_of(request), clock.day_of(clock.now())), operation="matching:match:list",
        about=lambda match: [match.candidate], table=presenters.matches_table, title="Doubtful matches",
        empty="No match waits for a decision.",
    )  # fmt: skip


@page(Permission.MATCH_DECIDE)
def match(request: HttpRequest, match: int) -> HttpResponse:
    """What came beside whom it may be about, and the decision."""
    actor, at = actor_of(request), clock.now()
    row = matches_visible_to(actor, clock.day_of(at)).filter(pk=match).first()
    if row is None:
        raise Http404
    form = MatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        same = form.cleaned_data["same"] == "same"
        put = services.decide_held(match=match, same_person=same, actor=actor, at=at)
        tell = messages.warning if put.refused else messages.success
        tell(request, presenters.what_became_of(put))
        return redirect("matches")
    person = row.candidate
    record_shown(operation="matching:match:view", actor=actor, subjects=[person.reference], at=at)
    context = {
        "page_title": "Is this the same person?",
        "back_href": "/matches/",
        "form": form,
        "undecided": row.decided_at is None,
        "submit_text": "Record the decision",
        **presenters.match_sides(row, services.rows_of(row), person),
    }
    return render(request, "imports/match.html", context, status=422 if form.errors else 200)
