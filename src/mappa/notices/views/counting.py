"""Probation's monthly count of Category 2 level 1, month by month beside the register."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.reading import wider
from mappa.notices import presenters, services
from mappa.notices.counts import months_of
from mappa.notices.forms import CountForm


@page(Permission.COUNT_VIEW)
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """What was told for each month, and what the register held. Nobody is named."""
    actor, at = actor_of(request), clock.now()
    with wider("figures"):
        months = months_of(actor.area, clock.day_of(at))
    record(
        what=What.CONSULTATION, operation="notices:count:list", actor=actor, subject_type="report",
        subject=actor.area.code, at=at,
    )  # fmt: skip
    context = {
        "page_title": "Category 2 level 1 in the community", "caption": actor.area.name,
        "table": presenters.months_table(months), "may_tell": bool(may(actor, Permission.COUNT_TELL)),
    }  # fmt: skip
    return render(request, "notices/counts.html", context)


@page(Permission.COUNT_TELL)
@require_http_methods(["GET", "POST"])
def count_new(request: HttpRequest) -> HttpResponse:
    """Tell the count of a month."""
    actor, at = actor_of(request), clock.now()
    form = CountForm(request.POST or None, on=clock.day_of(at))

    def act() -> None:
        typed = form.cleaned_data
        services.tell_count(
            month=date.fromisoformat(typed["month"]), people=typed["people"], all_registered=typed["all_registered"],
            actor=actor, at=at,
        )  # fmt: skip

    status = tried(request, form, act)
    if status is None:
        messages.success(request, "Recorded.")
        return redirect("community-counts")
    context = {
        "page_title": "Tell the count of a month", "caption": "Category 2 level 1 in the community", "form": form,
        "submit_text": "Record", "cancel_href": "/community-counts/",
    }  # fmt: skip
    return render(request, "govuk/form_page.html", context, status=status)
