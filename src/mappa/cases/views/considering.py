"""Considering Category 3 for somebody who is in no category by law."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.pages import SHOWN, page, save
from mappa.accounts.permissions import Permission
from mappa.cases.considerations import choices, to_consider_about
from mappa.cases.forms import ConsiderationForm
from mappa.cases.looking import look, show_form
from mappa.cases.services import consider_category_3


@page(Permission.REFERRAL_MAKE)
def category_3_consider(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the consideration: ground, outcome and reasons."""
    seen = look(request, reference, "cases:category-3:consider-form")
    edition = seen.edition
    if not choices(edition):
        raise Http404
    waiting = to_consider_about(seen.person, edition, seen.on)
    initial = {"ground": waiting[0].ground} if waiting else {}
    form = ConsiderationForm(request.POST or None, initial=initial, grounds=choices(edition))
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        status = save(
            form,
            lambda: consider_category_3(
                person=seen.person,
                ground=typed["ground"],
                refer=typed["refer"] == "yes",
                reasons=typed["reasons"],
                edition=edition,
                actor=seen.actor,
                at=seen.at,
            ),
        )
        if status == SHOWN:
            done = "The consideration is recorded."
            messages.success(request, f"{done} Now make the referral." if typed["refer"] == "yes" else done)
            return redirect("case-category", reference)
    return show_form(
        request, seen, form, title="Consider Category 3", back="category/", status=status, submit_text="Record"
    )
