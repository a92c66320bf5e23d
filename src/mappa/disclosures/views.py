"""The disclosure decisions of a case, and a new one at level 1."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import agencies_of
from mappa.audit.services import record_shown
from mappa.cases.looking import find_case
from mappa.cases.presenters import case_frame
from mappa.disclosures import presenters
from mappa.disclosures.consultation import consultation_for
from mappa.disclosures.forms import DisclosureForm
from mappa.disclosures.selectors import disclosures_visible_to
from mappa.disclosures.services import MULTI_AGENCY, decide_disclosure
from mappa.govuk.paging import slice_of
from mappa.kernel.decisions import Incomplete

UNPROCESSABLE = 422


@page(Permission.DISCLOSURE_VIEW)
@require_GET
def disclosures(request: HttpRequest, reference: str) -> HttpResponse:
    """Every decision on disclosure for the person, the newest first."""
    actor, at, on, case = find_case(request, reference)
    found = slice_of(disclosures_visible_to(actor, on).filter(case__person=case.person_id), request)
    record_shown(operation="disclosures:disclosure:view", actor=actor, subjects=[reference], at=at)
    at_desk = case.level not in MULTI_AGENCY and case.lead_agency == actor.agency_id
    context = {
        "page_title": "Disclosure",
        "cards": presenters.cards(found.rows),
        "pagination": found.links,
        "new_href": f"/people/{reference}/disclosures/new/",
        "may_decide": bool(may(actor, Permission.DISCLOSURE_DECIDE)) and at_desk,
        "at_meeting": case.level in MULTI_AGENCY,
    }
    return render(request, "disclosures/list.html", {**case_frame(case, actor, on, "disclosures/"), **context})


@page(Permission.DISCLOSURE_DECIDE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide at level 1, as the lead agency (DISC-05)."""
    actor, at, on, case = find_case(request, reference)
    agencies = {agency.pk: agency for agency in agencies_of(actor.area)}
    rule = consultation_for(case.person, actor.area, on)
    form = DisclosureForm(request.POST or None, agencies=agencies.values(), rule=rule)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        for name in ("discloser_agency", "recipient_agency"):
            facts[name] = agencies.get(facts[name])
        try:
            decide_disclosure(case=case, **facts, actor=actor, at=at)
        except Incomplete as problem:
            for name, say in problem.fields.items():
                form.add_error(name if name in form.fields else None, say)
        else:
            messages.success(request, "Decision recorded.")
            return redirect("disclosures", reference)
    record_shown(operation="disclosures:disclosure:view", actor=actor, subjects=[reference], at=at)
    context = {
        "page_title": "Decide on disclosure",
        "form": form,
        "submit_text": "Record the decision",
        "cancel_href": f"/people/{reference}/disclosures/",
    }
    frame = case_frame(case, actor, on, "disclosures/")
    return render(request, "disclosures/new.html", {**frame, **context}, status=UNPROCESSABLE if form.errors else 200)
