"""Recording the sections of an OASys assessment."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.assessments.forms import OasysForm
from mappa.assessments.oasys import record_sections, without_sections
from mappa.cases.looking import answered, look

INTRO = "Only OASys assessments whose sections are not recorded can be chosen. Record the assessment itself first."


@page(Permission.FACT_RECORD)
def oasys_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the sections of an OASys assessment as they were received (RISK-03)."""
    seen = look(request, reference, "assessments:oasys:form")
    form = OasysForm(request.POST or None, assessments=without_sections(seen.person))

    def act() -> None:
        record_sections(
            assessment=form.cleaned_data["assessment"], sections=form.sections(), actor=seen.actor, at=seen.at
        )

    return answered(
        request, seen, form, act, to=reverse("case-risk", args=[reference]), back="risk/",
        title="Record the sections of an OASys assessment", done="The sections are recorded.", intro=INTRO,
        submit_text="Record",
    )  # fmt: skip
