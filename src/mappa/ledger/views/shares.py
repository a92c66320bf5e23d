"""The share ledger: of one person, of everybody, one share, making one and taking one back."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.models import User
from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, page, save
from mappa.accounts.permissions import Permission, may
from mappa.accounts.roles import Role
from mappa.agencies.selectors import agencies_of
from mappa.audit.services import record_shown
from mappa.cases.looking import look, show, show_form
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.ledger.forms.sharing import LedgerFilter, RevokeForm, ShareForm
from mappa.ledger.presenters import shares as presenters
from mappa.ledger.presenters.receiving import uses_table
from mappa.ledger.selectors import further_uses_of
from mappa.ledger.services import share_on_a_page
from mappa.sharing.models import Share
from mappa.sharing.selectors import holding_on, shares_made_known_to
from mappa.sharing.services import revoke_share

SECTION = "shares/"


def _filtered(rows: QuerySet[Share], form: LedgerFilter, on: date) -> QuerySet[Share]:
    if not form.is_valid():
        return rows
    states = {
        "holds": holding_on(on), "lapsed": Q(until__lt=on, revoked_at=None), "revoked": Q(revoked_at__isnull=False),
    }  # fmt: skip
    if form.cleaned_data["agency"]:
        rows = rows.filter(agency=form.cleaned_data["agency"])
    return rows.filter(states.get(form.cleaned_data["state"], Q()))


def _list(request: HttpRequest, actor: User, rows: QuerySet[Share], on: date, *, with_person: bool) -> dict[str, Any]:
    form = LedgerFilter(request.GET or None, agencies=agencies_of(actor.area))
    kept = {name: value for name, value in request.GET.items() if name != "page"}
    found = slice_of(
        _filtered(rows, form, on).prefetch_related("sections"), request,
        lambda number: f"?{urlencode({**kept, 'page': number})}",
    )  # fmt: skip
    return {
        "filter_form": form,
        "table": presenters.ledger_table(found.rows, on, with_person=with_person),
        "empty_text": "Nothing was shared that fits. Clear the filter, or share what an agency needs.",
        "count_text": f"{found.total:,} in all",
        "pagination": found.links,
        "subjects": [share.person.reference for share in found.rows],
    }


@page(Permission.SHARE_LEDGER)
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Every share of everybody whom the reader may know of, the newest first."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    context = _list(request, actor, shares_made_known_to(actor, on), on, with_person=True)
    record_shown(operation="sharing:ledger:list", actor=actor, subjects=context["subjects"], at=at)
    return render(
        request,
        "ledger/list.html",
        {"page_title": "Share ledger", "subject_access": bool(may(actor, Permission.SUBJECT_ACCESS_DECIDE)), **context},
    )


@page(Permission.SHARE_LEDGER)
@require_GET
def of_person(request: HttpRequest, reference: str) -> HttpResponse:
    """Who has been given what of one record, why and until when."""
    seen = look(request, reference, "sharing:ledger:view")
    rows = shares_made_known_to(seen.actor, seen.on).filter(person=seen.person)
    context = _list(request, seen.actor, rows, seen.on, with_person=False)
    context["page_title"] = "Shares"
    context["asked_href"] = f"{seen.base}shares/who-asked/"
    context["new_href"] = f"{seen.base}shares/new/" if may(seen.actor, Permission.SHARE_MAKE) else ""
    return show(request, seen, "ledger/of_person.html", context, section=SECTION)


@page(Permission.SHARE_MAKE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Share sections of a record with an agency, also outside meetings (INFO-16)."""
    seen = look(request, reference, "sharing:share:new")
    actor = seen.actor
    form = ShareForm(
        request.POST or None,
        agencies=agencies_of(actor.area),
        edition=seen.edition,
        initial={"accountable": f"{actor.name}, {Role(actor.role).label}"},
    )
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            decided = form.decided()
            status = save(form, lambda: share_on_a_page(person=reference, decided=decided, actor=actor, at=seen.at))
            if status == SHOWN:
                messages.success(request, "Shared. The agency can read it now, and the ledger shows why.")
                return redirect("person-shares", reference)
    return show_form(
        request, seen, form, title="Share with an agency", back=SECTION, status=status, submit_text="Share it"
    )


def _share(actor: User, reference: str, share: int, on: date) -> Share:
    rows = shares_made_known_to(actor, on).prefetch_related("sections__owner")
    found = rows.filter(person__reference=reference, pk=share).first()
    if found is None:
        raise Http404
    return found


@page(Permission.SHARE_LEDGER)
@require_GET
def detail(request: HttpRequest, reference: str, share: int) -> HttpResponse:
    """One share with its grounds, who opened it, and how it ended."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    held = _share(actor, reference, share, on)
    record_shown(operation="sharing:share:view", actor=actor, subjects=[reference], at=at, share=held.pk)
    live = held.revoked_at is None and held.until >= on
    known = may(actor, Permission.SHARE_MAKE)
    context = {
        "page_title": f"Share with {held.agency.name}",
        "caption": reference,
        "back_href": reverse("person-shares", args=[reference]) if known else reverse("shares"),
        "cards": presenters.share_summary(held, on),
        "openings": presenters.openings_table(held),
        "uses": uses_table(further_uses_of(held)),
        "revoke_href": reverse("share-revoke", args=[reference, held.pk]) if live and known else "",
    }
    return render(request, "ledger/share.html", context)


@page(Permission.SHARE_MAKE)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, reference: str, share: int) -> HttpResponse:
    """Take a share back, with effect from the receiver's next request."""
    seen = look(request, reference, "sharing:share:revoke-form")
    held = _share(seen.actor, reference, share, seen.on)
    form, status = RevokeForm(request.POST or None), SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            status = save(form, lambda: revoke_share(share=held.pk, reason=reason, actor=seen.actor, at=seen.at))
            if status == SHOWN:
                messages.success(request, f"Taken back. {held.agency.name} finds nothing from now on.")
                return redirect("share", reference, held.pk)
    return show_form(
        request, seen, form, title=f"Take back the share with {held.agency.name}", back=f"shares/{held.pk}/",
        status=status, submit_text="Take it back", submit_classes="govuk-button--warning",
        intro="The agency stops reading at once. What it has read before stays on record.",
    )  # fmt: skip
