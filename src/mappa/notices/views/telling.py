"""Notify MAPPA of a person: what it is about, then the form that asks for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.govuk.presenters import Link
from mappa.kernel import clock
from mappa.notices import presenters, services
from mappa.notices.forms import NoticeForm
from mappa.notices.lifecycle import NoticeKind, kinds_of
from mappa.notices.selectors import responsible_agencies, sent_by

TITLE = "Notify MAPPA of a person"


@page(Permission.NOTICE_SEND)
@require_GET
def notify_home(request: HttpRequest) -> HttpResponse:
    """What the reader's agency tells MAPPA of, and what the reader has sent."""
    actor, at = actor_of(request), clock.now()
    sent = sent_by(actor)
    for one in sent:
        record(
            what=What.CONSULTATION, operation="notices:notice:sent", actor=actor, subject=one.reference,
            subject_type="notice", at=at,
        )  # fmt: skip
    kinds = kinds_of(actor.agency.kind)
    context = {
        "page_title": TITLE,
        "choices": [Link(text=kind.label, href=reverse("notify-new", args=[kind.value])) for kind in kinds],
        "table": presenters.sent_table(sent),
        "may_answer": bool(may(actor, Permission.NOTICE_ANSWER)),
    }
    return render(request, "notices/notify.html", context)


@page(Permission.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def notify_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell MAPPA of one person."""
    actor, at = actor_of(request), clock.now()
    if kind not in kinds_of(actor.agency.kind):
        raise Http404
    chosen = NoticeKind(kind)
    form = NoticeForm(request.POST or None, kind=chosen, responsible=responsible_agencies(actor, clock.day_of(at)))
    status = tried(request, form, lambda: services.notify(told=form.told(), actor=actor, at=at))
    if status is None:
        messages.success(request, "Sent. The co-ordinator of the area answers it.")
        return redirect("notify")
    context = {
        "page_title": chosen.label, "caption": TITLE, "form": form, "submit_text": "Send", "cancel_href": "/notify/",
    }  # fmt: skip
    return render(request, "govuk/form_page.html", context, status=status)
