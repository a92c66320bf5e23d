"""Recording what calls for a tool of risk assessment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.pages import SHOWN, page, save
from mappa.accounts.permissions import Permission
from mappa.assessments.forms import OccasionForm
from mappa.assessments.occasions import record_occasion
from mappa.cases.looking import look, show_form


@page(Permission.FACT_RECORD)
def occasion_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that something happened which calls for a tool."""
    seen = look(request, reference, "assessments:occasion:form")
    form = OccasionForm(request.POST or None)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        status = save(form, lambda: record_occasion(person=seen.person, actor=seen.actor, at=seen.at, **typed))
        if status == SHOWN:
            messages.success(request, "Recorded. The page shows which tool it calls for.")
            return redirect("case-risk", reference)
    title = "Record what calls for a tool"
    return show_form(request, seen, form, title=title, back="risk/", status=status, submit_text="Record")
