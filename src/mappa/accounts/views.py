"""Who is cleared for what: the list, and the forms to clear somebody and to take it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mappa.accounts import joint, services
from mappa.accounts.forms import ActingForm, ClearanceForm, EndForm, FurtherAgencyForm, WithdrawForm
from mappa.accounts.models import User
from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, page, save
from mappa.accounts.permissions import Permission
from mappa.accounts.presenters import clearances_table, further_agencies_table
from mappa.accounts.vetting import clearances_visible_to, users_to_clear
from mappa.agencies.selectors import agencies_of
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.govuk.forms import Form
from mappa.govuk.paging import slice_of
from mappa.kernel import clock


@page(Permission.CLEARANCE_MANAGE)
def clearances(request: HttpRequest) -> HttpResponse:
    """Everybody of the area who is or was cleared."""
    actor, at = actor_of(request), clock.now()
    found = slice_of(clearances_visible_to(actor), request)
    record(
        what=What.CONSULTATION, operation="accounts:clearance:list", actor=actor, subject_type="area",
        subject=actor.area.code, at=at,
    )  # fmt: skip
    context = {
        "page_title": "Clearances",
        "table": clearances_table(found.rows, at),
        "empty_text": "Nobody in your area is or was cleared. Clear somebody with the button above.",
        "count_text": f"{found.total:,} on record",
        "pagination": found.links,
        "new_href": reverse("clearance-new"),
    }
    return render(request, "accounts/clearances.html", context)


def _answer(  # noqa: PLR0917 - one page, told everything it shows
    request: HttpRequest, form: Form, title: str, act: Callable[..., Any], done: str, back: str = "clearances"
) -> HttpResponse:
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        status = save(form, lambda: act(**form.cleaned_data, actor=actor_of(request), at=clock.now()))
        if status == SHOWN:
            messages.success(request, done)
            return redirect(back)
    context = {"page_title": title, "form": form, "submit_text": title, "cancel_href": reverse(back)}
    status = UNSAVED if form.errors and status == SHOWN else status
    return render(request, "govuk/form_page.html", context, status=status)


@page(Permission.CLEARANCE_MANAGE)
def clearance_new(request: HttpRequest) -> HttpResponse:
    """Clear somebody. One's own account is not among those offered."""
    users = users_to_clear(actor_of(request)).select_related("agency")
    form = ClearanceForm(
        request.POST or None, users=[(user.username, f"{user.name}, {user.agency.name}") for user in users],
        initial={"since": clock.day_of(clock.now())},
    )  # fmt: skip
    return _answer(request, form, "Clear somebody", services.grant_clearance, "Cleared, from the first day on.")


@page(Permission.CLEARANCE_MANAGE)
def clearance_withdraw(request: HttpRequest, clearance: int) -> HttpResponse:
    """Take a clearance back."""
    if not clearances_visible_to(actor_of(request)).filter(pk=clearance).exists():
        raise Http404

    def act(**facts: Any) -> object:
        return services.withdraw_clearance(clearance=clearance, **facts)

    form = WithdrawForm(request.POST or None)
    return _answer(request, form, "Take the clearance back", act, "It is taken back, from now on.")


@page(Permission.AGENCIES_MANAGE)
def further_agencies(request: HttpRequest) -> HttpResponse:
    """Everybody of the area who may act for a further agency."""
    actor, at = actor_of(request), clock.now()
    found = slice_of(joint.further_agencies_visible_to(actor), request)
    record(
        what=What.CONSULTATION, operation="accounts:further-agency:list", actor=actor, subject_type="area",
        subject=actor.area.code, at=at,
    )  # fmt: skip
    context = {
        "page_title": "Joint units",
        "table": further_agencies_table(found.rows, clock.day_of(at)),
        "empty_text": "Nobody in your area acts for a second agency. Add somebody with the button above.",
        "pagination": found.links,
        "new_href": reverse("further-agency-new"),
    }
    return render(request, "accounts/further_agencies.html", context)


@page(Permission.AGENCIES_MANAGE)
def further_agency_new(request: HttpRequest) -> HttpResponse:
    """Let somebody act for a further agency."""
    actor = actor_of(request)
    users = User.objects.filter(area=actor.area_id, is_active=True).exclude(pk=actor.pk).select_related("agency")
    form = FurtherAgencyForm(
        request.POST or None, agencies=list(agencies_of(actor.area)), initial={"since": clock.day_of(clock.now())},
        users=[(user.username, f"{user.name}, {user.agency.name}") for user in users.order_by("name", "pk")],
    )  # fmt: skip
    done = "They may act for this agency from the first day on."
    return _answer(request, form, "Add somebody to a joint unit", joint.add_further_agency, done, "further-agencies")


@page(Permission.AGENCIES_MANAGE)
def further_agency_end(request: HttpRequest, number: int) -> HttpResponse:
    """Say which day is the last."""
    if not joint.further_agencies_visible_to(actor_of(request)).filter(pk=number).exists():
        raise Http404

    def act(**facts: Any) -> object:
        return joint.end_further_agency(number=number, **facts)

    form = EndForm(request.POST or None, initial={"until": clock.day_of(clock.now())})
    return _answer(request, form, "End acting for this agency", act, "It ends on that day.", "further-agencies")


@page(Permission.AGENCY_CHOOSE)
def acting_agency(request: HttpRequest) -> HttpResponse:
    """Choose for which of one's agencies one acts in this session."""
    actor, at = actor_of(request), clock.now()
    agencies = joint.agencies_of(actor, clock.day_of(at))
    form = ActingForm(request.POST or None, agencies=agencies, initial={"agency": actor.agency.code})
    if request.method == "POST" and form.is_valid():
        chosen = joint.choose_agency(request, actor, form.cleaned_data["agency"], at=at)
        messages.success(request, f"You act for {chosen.name} now. Everything you do carries its name.")
        return redirect("/")
    context = {
        "page_title": "Which agency do you act for?", "form": form, "submit_text": "Act for this agency",
        "cancel_href": "/",
    }  # fmt: skip
    return render(request, "govuk/form_page.html", context, status=UNSAVED if form.errors else 200)
