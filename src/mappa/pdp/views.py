"""The register of potentially dangerous persons, apart from the arrangements."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.pdp import policy, presenters, services
from mappa.pdp.forms import PdpForm, PdpReviewForm
from mappa.pdp.lifecycle import PdpState
from mappa.pdp.models import PdpNominal
from mappa.pdp.selectors import pdps_visible_to, state_of

APART = "Nobody here is in MAPPA. They have no level, no MAPPA form and no place in its lists, search or figures."


def _read(request: HttpRequest, operation: str, *subjects: str) -> None:
    for subject in subjects or (actor_of(request).agency.code,):
        record(
            what=What.CONSULTATION, operation=operation, actor=actor_of(request), subject=subject, at=clock.now(),
            subject_type="pdp" if subjects else "agency",
        )  # fmt: skip


def _found(request: HttpRequest, reference: str) -> PdpNominal:
    held = pdps_visible_to(actor_of(request)).filter(reference=reference).first()
    if held is None:
        raise Http404
    return held


@page(Permission.PDP_VIEW)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The nominals of this kind that the reader's force keeps."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    found = slice_of(pdps_visible_to(actor), request)
    _read(request, "pdp:nominal:list", *(one.reference for one in found.rows))
    edition = edition_on(actor.area, on)
    definition, source = policy.definition(edition)
    context = {
        "page_title": "Potentially dangerous persons", "caption": actor.agency.name, "apart": APART,
        "definition": definition, "source": source, "table": presenters.register_table(found.rows, on),
        "pagination": found.links, "may_keep": bool(may(actor, Permission.PDP_KEEP)),
    }  # fmt: skip
    return render(request, "pdp/register.html", context)


@page(Permission.PDP_KEEP)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record somebody, on a senior officer's authority."""
    actor, at = actor_of(request), clock.now()
    edition = edition_on(actor.area, clock.day_of(at))
    form = PdpForm(request.POST or None, ranks=policy.ranks(edition))
    status = tried(request, form, lambda: services.record_pdp(**form.cleaned_data, actor=actor, at=at))
    if status is None:
        messages.success(request, "Recorded.")
        return redirect("pdp-register")
    context = {
        "page_title": "Record a potentially dangerous person", "form": form, "submit_text": "Record",
        "cancel_href": "/pdp/", "intro": f"{policy.definition(edition)[0]} {APART}".strip(),
    }  # fmt: skip
    return render(request, "govuk/form_page.html", context, status=status)


@page(Permission.PDP_VIEW)
@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One nominal with its reviews."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    held = _found(request, reference)
    _read(request, "pdp:nominal:view", held.reference)
    going_on = state_of(held) is PdpState.OPEN
    context = {
        "page_title": "Potentially dangerous person", "caption": held.reference, "back_href": "/pdp/", "apart": APART,
        "summary": presenters.nominal_summary(held, on), "reviews": presenters.reviews_table(held),
        "review_href": f"/pdp/{held.reference}/review/" if going_on and may(actor, Permission.PDP_KEEP) else "",
    }  # fmt: skip
    return render(request, "pdp/detail.html", context)


@page(Permission.PDP_KEEP)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a review."""
    actor, at = actor_of(request), clock.now()
    held = _found(request, reference)
    form = PdpReviewForm(request.POST or None, initial={"on": clock.day_of(at)})
    status = tried(request, form, lambda: services.review_pdp(nominal=held, **form.cleaned_data, actor=actor, at=at))
    if status is None:
        messages.success(request, "The review is recorded.")
        return redirect("pdp-detail", reference)
    context = {
        "page_title": "Review", "caption": held.reference, "form": form, "submit_text": "Record the review",
        "cancel_href": f"/pdp/{reference}/",
    }  # fmt: skip
    return render(request, "govuk/form_page.html", context, status=status)
