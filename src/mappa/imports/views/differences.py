"""Where another register and ours do not agree: a person says which is right."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.lists import list_page
from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.cases.looking import suggest
from mappa.imports import presenters
from mappa.imports.differences import to_put_right
from mappa.imports.forms import SettleForm
from mappa.kernel import clock
from mappa.matching.models import Settled
from mappa.matching.selectors import differences_visible_to
from mappa.matching.services import settle_difference


@page(Permission.DIFFERENCE_SETTLE)
@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """What waits first, the oldest first."""
    return list_page(
        request, differences_visible_to(actor_of(request), clock.day_of(clock.now())),
        operation="matching:difference:list", about=lambda one: [one.person], table=presenters.differences_table,
        title="Differences between registers", empty="No extract differs from the record.",
    )  # fmt: skip


@page(Permission.DIFFERENCE_SETTLE)
@require_http_methods(["GET", "POST"])
def difference(request: HttpRequest, difference: int) -> HttpResponse:
    """Both sides, and which is right."""
    actor, at = actor_of(request), clock.now()
    held = differences_visible_to(actor, clock.day_of(at)).filter(pk=difference).first()
    if held is None:
        raise Http404
    form = SettleForm(request.POST or None)
    status = tried(
        request, form,
        lambda: settle_difference(difference=held, **form.cleaned_data, actor=actor, at=at),
    )  # fmt: skip
    if status is None:
        page, takes = presenters.PUT_RIGHT.get(held.what, ("", None))
        if form.cleaned_data["settled"] == Settled.THEIRS and takes and may(actor, takes):
            reference = held.person.reference
            suggest(request, reference, **to_put_right(held.what, held.theirs))
            messages.success(request, "Recorded. The record itself has not changed yet: put it right here.")
            return redirect(f"/people/{reference}/{page}")
        messages.success(request, "Recorded. The record itself has not changed.")
        return redirect("differences")
    record_shown(operation="matching:difference:view", actor=actor, subjects=[held.person.reference], at=at)
    context = {
        "page_title": "Which register is right?",
        "back_href": "/differences/",
        "form": form,
        "submit_text": "Record",
        **presenters.difference_parts(held),
    }
    return render(request, "imports/difference.html", context, status=status)
