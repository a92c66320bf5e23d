"""Requests for what is held about somebody: the register, recording one, and each owner's decision."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.lists import list_page
from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, page, save
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import agencies_of
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.ledger.forms.subject_access import AccessDecisionForm, SubjectAccessForm
from mappa.ledger.presenters import subject_access as presenters
from mappa.ledger.selectors import access_parts_to_decide, subject_access_visible_to
from mappa.ledger.services import decide_subject_access, record_subject_access


@page(Permission.SUBJECT_ACCESS_DECIDE)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The requests of the area, or those that the reader's agency owns a part of; undecided and due first."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    return list_page(
        request, subject_access_visible_to(actor, on), operation="sharing:subject-access:list",
        about=lambda one: [one.person], table=partial(presenters.register_table, on=on),
        title="Requests for what is held", empty="Nobody has asked for what is held about them.",
        template="ledger/subject_access_list.html", may_record=bool(may(actor, Permission.SUBJECT_ACCESS_RECORD)),
    )  # fmt: skip


@page(Permission.SUBJECT_ACCESS_RECORD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a request. It goes to every agency that owns a part of the record."""
    actor, at = actor_of(request), clock.now()
    form = SubjectAccessForm(request.POST if request.method == "POST" else None, agencies=agencies_of(actor.area))
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            status = save(form, lambda: record_subject_access(**form.given(), actor=actor, at=at))
            if status == SHOWN:
                messages.success(request, "Recorded, and sent to each agency that owns a part.")
                return redirect("subject-access-register")
    context = {
        "page_title": "Record a request for what is held",
        "form": form,
        "submit_text": "Record it",
        "cancel_href": "/subject-access/",
    }
    return render(request, "govuk/form_page.html", context, status=status)


@page(Permission.SUBJECT_ACCESS_DECIDE)
@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One request with each owner's part and decision."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    held = subject_access_visible_to(actor, on).filter(reference=reference).first()
    if held is None:
        raise Http404
    record_shown(operation="sharing:subject-access:view", actor=actor, subjects=[held.person.reference], at=at)
    context = {
        "page_title": f"Request {reference}",
        "back_href": "/subject-access/",
        "summary": presenters.request_summary(held, on),
        "cards": [
            presenters.part_card(
                part,
                decide_href=f"/subject-access/{reference}/{part.pk}/"
                if part.agency_id == actor.agency_id and part.decided_at is None
                else "",
            )
            for part in held.parts.all()
        ],
    }
    return render(request, "ledger/subject_access.html", context)


@page(Permission.SUBJECT_ACCESS_DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, reference: str, part: int) -> HttpResponse:
    """Decide on what one's own agency owns."""
    actor, at = actor_of(request), clock.now()
    held = access_parts_to_decide(actor).filter(pk=part, request__reference=reference).first()
    if held is None:
        raise Http404
    form = AccessDecisionForm(request.POST if request.method == "POST" else None)
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            given = form.cleaned_data
            status = save(form, lambda: decide_subject_access(part=part, **given, actor=actor, at=at))
            if status == SHOWN:
                messages.success(request, "Your agency's decision is on record.")
                return redirect("subject-access", reference)
    record_shown(operation="sharing:subject-access:form", actor=actor, subjects=[held.request.person.reference], at=at)
    context = {
        "page_title": "Decide on your agency's part",
        "caption": f"Request {reference}",
        "card": presenters.part_card(held, decide_href=""),
        "form": form,
        "submit_text": "Record the decision",
        "cancel_href": f"/subject-access/{reference}/",
    }
    return render(request, "ledger/subject_access_decide.html", context, status=status)
