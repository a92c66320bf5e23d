"""Recording what calls for a tool of risk assessment."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.assessments.forms import OccasionForm
from mappa.assessments.occasions import record_occasion
from mappa.cases.looking import answered, look


@page(Permission.FACT_RECORD)
def occasion_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that something happened which calls for a tool."""
    seen = look(request, reference, "assessments:occasion:form")
    form = OccasionForm(request.POST or None)
    return answered(
        request, seen, form,
        lambda: record_occasion(person=seen.person, actor=seen.actor, at=seen.at, **form.cleaned_data),
        to=reverse("case-risk", args=[reference]), title="Record what calls for a tool", back="risk/",
        done="Recorded. The page shows which tool it calls for.", submit_text="Record",
    )  # fmt: skip
