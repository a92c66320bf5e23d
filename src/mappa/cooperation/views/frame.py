"""What pages about agencies begin with, and how their forms are answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, save
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cooperation.presenters.register import parts
from mappa.cooperation.selectors import register_of
from mappa.govuk.forms import Form
from mappa.kernel import clock


def find_agency(request: HttpRequest, code: str) -> Agency:
    """The agency of the reader's area, with its current contacts.

    Raises:
        Http404: there is none of this code in the area.
    """
    agency = register_of(actor_of(request), clock.day_of(clock.now())).filter(code=code).first()
    if agency is None:
        raise Http404
    return agency


def read(request: HttpRequest, operation: str, *, subject_type: str = "area", subject: str = "") -> None:
    """Add the audit row of a page that shows agencies and no person."""
    actor = actor_of(request)
    record(
        what=What.CONSULTATION, operation=operation, actor=actor, subject_type=subject_type,
        subject=subject or actor.area.code, at=clock.now(),
    )  # fmt: skip


def show(request: HttpRequest, template: str, title: str, *, status: int = SHOWN, **context: Any) -> HttpResponse:
    """A page about agencies, under the navigation of its neighbours."""
    base = {"page_title": title, "caption": actor_of(request).area.name, "parts": parts(request.path)}
    return render(request, template, {**base, **context}, status=status)


def answer(
    request: HttpRequest, form: Form, act: Callable[[], Any], *, title: str, done: str, back: str, **more: Any
) -> HttpResponse:
    """Show a form, or do what was typed and go back. What a service refuses stands beside the fields."""
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            status = save(form, act)
            if status == SHOWN:
                messages.success(request, done)
                return redirect(back)
    template = more.pop("template", "cooperation/form.html")
    context = {"page_title": title, "form": form, "cancel_href": back, "submit_text": "Save", **more}
    return render(request, template, context, status=status)
