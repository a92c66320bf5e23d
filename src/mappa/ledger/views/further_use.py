"""Asking for another use of what was shared, and the owner's answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.lists import list_page
from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, page, save
from mappa.accounts.permissions import Permission
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.ledger.forms.receiving import FurtherUseAnswerForm, FurtherUseForm
from mappa.ledger.presenters import receiving as presenters
from mappa.ledger.presenters.shares import label_of
from mappa.ledger.selectors import sections_to_read
from mappa.ledger.views.receiving import found_share
from mappa.sharing.selectors import further_uses_to_answer
from mappa.sharing.services import answer_further_use, ask_further_use


@page(Permission.SHARE_RECEIVE)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, share: int) -> HttpResponse:
    """Ask the owners of shared information for another use of it."""
    actor, at = actor_of(request), clock.now()
    held = found_share(actor, share, at)
    choices = [(section.name, label_of(section.name)) for section in sections_to_read(actor, held)]
    form = FurtherUseForm(request.POST if request.method == "POST" else None, sections=choices)
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            given = form.cleaned_data
            status = save(form, lambda: ask_further_use(share=share, **given, actor=actor, at=at))
            if status == SHOWN:
                messages.success(request, "Asked. The use stays forbidden until the owner agrees.")
                return redirect("shared-page", share)
    record_shown(
        operation="sharing:further-use:form", actor=actor, subjects=[held.person.reference], at=at, share=share
    )
    context = {
        "page_title": "Ask to use it for something else",
        "caption": f"Share {held.origin}",
        "form": form,
        "submit_text": "Ask the owner",
        "cancel_href": f"/shared-with-us/{share}/",
    }
    return render(request, "govuk/form_page.html", context, status=status)


@page(Permission.FURTHER_USE_ANSWER)
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """What the reader's agency was asked about its information, unanswered first."""
    return list_page(
        request, further_uses_to_answer(actor_of(request)), operation="sharing:further-use:list",
        about=lambda row: [row.share.person], table=presenters.asks_table, title="Other uses of our information",
        empty="Nobody has asked to use your agency's information for something else.",
    )  # fmt: skip


@page(Permission.FURTHER_USE_ANSWER)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ask: int) -> HttpResponse:
    """Agree or refuse, with reasons."""
    actor, at = actor_of(request), clock.now()
    held = further_uses_to_answer(actor).filter(pk=ask).first()
    if held is None:
        raise Http404
    form = FurtherUseAnswerForm(request.POST if request.method == "POST" else None)
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            given = form.cleaned_data
            status = save(form, lambda: answer_further_use(ask=ask, **given, actor=actor, at=at))
            if status == SHOWN:
                messages.success(request, "Your answer is on record and shown to whoever asked.")
                return redirect("further-uses")
    subject = held.share.person.reference
    record_shown(operation="sharing:further-use:view", actor=actor, subjects=[subject], at=at, ask=held.pk)
    context = {
        "page_title": "May this be used for something else?",
        "back_href": "/further-uses/",
        "summary": presenters.ask_summary(held),
        "form": form if held.answered_at is None or form.errors else None,
        "submit_text": "Record the answer",
        "cancel_href": "/further-uses/",
    }
    return render(request, "ledger/further_use.html", context, status=status)
