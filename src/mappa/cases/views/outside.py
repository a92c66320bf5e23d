"""People outside the criteria: the list, and the decision about one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.lists import list_page
from mappa.accounts.pages import SHOWN, actor_of, page, save
from mappa.accounts.permissions import Permission
from mappa.cases.forms import OutsideForm
from mappa.cases.looking import look, show_form
from mappa.cases.outside import decisions_of, outside_visible_to, why_not_outside
from mappa.cases.presenters import people as rows
from mappa.cases.presenters.records import outside_decisions_table, outside_table
from mappa.cases.services import decide_outside
from mappa.kernel import clock


@page(Permission.DETERMINATION_DECIDE)
def outside_list(request: HttpRequest) -> HttpResponse:
    """Everybody on the list whom the reader may know of. It is no part of MAPPA."""
    return list_page(
        request, outside_visible_to(actor_of(request), clock.day_of(clock.now())), operation="cases:outside:list",
        about=lambda row: [row.person], table=outside_table, title="People outside the criteria",
        count=rows.count_words, template="cases/outside.html",
        empty="Nobody is on this list. Put somebody on it from their category page.",
    )  # fmt: skip


@page(Permission.DETERMINATION_DECIDE)
def outside_decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide whether agencies meet about somebody outside the criteria, and on which legal basis."""
    seen = look(request, reference, "cases:outside:form")
    form = OutsideForm(request.POST or None)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        status = save(form, lambda: decide_outside(person=seen.person, **typed, actor=seen.actor, at=seen.at))
        if status == SHOWN:
            messages.success(request, "The decision is recorded. The person is not in MAPPA.")
            return redirect("outside-list")
    more = {
        "template": "cases/outside_decide.html",
        "why_not": why_not_outside(seen.person, seen.on),
        "decisions": outside_decisions_table(decisions_of(seen.person)),
        "submit_text": "Record the decision",
    }
    return show_form(request, seen, form, title="Outside the criteria", back="category/", status=status, **more)
