"""Transfers: asked for on a case, answered by the receiving area."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.lists import list_page
from mappa.accounts.models import User
from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, page, save
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.audit.services import record_shown
from mappa.cases import services
from mappa.cases.forms import TransferAnswerForm, TransferForm
from mappa.cases.lifecycle import TransferState
from mappa.cases.looking import look, show_form
from mappa.cases.models import Transfer
from mappa.cases.presenters import transfers as plain
from mappa.cases.selectors import transfers_visible_to
from mappa.kernel import clock
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


@page(Permission.TRANSFER_REQUEST)
def transfer_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask another area to take the case over."""
    seen = look(request, reference, "cases:transfer:form")
    case = seen.the_case()
    form = TransferForm(request.POST or None, areas=Area.objects.order_by("name"))
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        status = save(
            form, lambda: services.request_transfer(case=case, **form.cleaned_data, actor=seen.actor, at=seen.at)
        )
        if status == SHOWN:
            messages.success(request, "The transfer is requested.")
            return redirect("transfers")
    return show_form(request, seen, form, title="Request a transfer", back="", status=status, submit_text="Request")


def _may_name(transfers: list[Transfer], actor: User, on: date) -> list[tuple[Transfer, bool]]:
    """Whether the reader sees the name: they may know of the person, or their area is asked to take them."""
    asked = {t.pk for t in transfers if t.to_area_id == actor.area_id and t.state == TransferState.REQUESTED}
    known = set(
        people_visible_to(actor, on).filter(pk__in=[t.case.person_id for t in transfers]).values_list("pk", flat=True)
    )
    return [(t, t.pk in asked or t.case.person_id in known) for t in transfers]


@page(Permission.TRANSFER_REQUEST)
def transfers(request: HttpRequest) -> HttpResponse:
    """The transfers that the reader's area sends, receives or handed over."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    return list_page(
        request, transfers_visible_to(actor, on), operation="cases:transfer:list",
        about=lambda transfer: [transfer.case.person], title="Transfers",
        table=lambda listed: plain.transfers_table(_may_name(listed, actor, on)),
        count=lambda total: f"{total} transfer{'' if total == 1 else 's'}",
        empty="No transfer is recorded. One is requested from the page of a case.",
    )  # fmt: skip


@page(Permission.TRANSFER_REQUEST)
def transfer_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One transfer; its answer, for whoever may give it."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    transfer = transfers_visible_to(actor, on).filter(reference=reference).first()
    if transfer is None:
        raise Http404
    person: Person = transfer.case.person
    record_shown(operation="cases:transfer:view", actor=actor, subjects=[person.reference], at=at)
    answers = _answers(transfer, actor)
    every = [("accept", "Accept"), ("refuse", "Refuse"), ("withdraw", "Withdraw")]
    form = None
    if request.method == "POST":
        form = TransferAnswerForm(request.POST, answers=every)
    elif answers:
        form = TransferAnswerForm(answers=answers)
    status = SHOWN
    if form and request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            status = save(form, _act(form, reference, actor, at))
            if status == SHOWN:
                messages.success(request, "The answer is recorded.")
                return redirect("transfer-detail", reference)
    [(_, named)] = _may_name([transfer], actor, on)
    context = {
        "page_title": f"Transfer {reference}",
        "summary": plain.transfer_summary(transfer, named=named),
        "form": form,
        "breadcrumbs": [{"text": "Transfers", "href": "/transfers/"}],
        "person_href": f"/people/{person.reference}/" if named and transfer.state == TransferState.ACCEPTED else "",
    }
    return render(request, "cases/transfer.html", context, status=status)


def _answers(transfer: Transfer, actor: User) -> list[tuple[str, str]]:
    if transfer.state != TransferState.REQUESTED:
        return []
    if transfer.to_area_id == actor.area_id and may(actor, Permission.TRANSFER_ACCEPT):
        return [("accept", "Accept: our area manages the person from today"), ("refuse", "Refuse, with a reason")]
    return [("withdraw", "Withdraw the request")] if transfer.from_area_id == actor.area_id else []


def _act(form: TransferAnswerForm, reference: str, actor: User, at: datetime) -> Callable[[], Transfer]:
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["answer"] == "accept":
        return partial(services.accept_transfer, reference=reference, actor=actor, at=at)
    act = services.refuse_transfer if form.cleaned_data["answer"] == "refuse" else services.withdraw_transfer
    return partial(act, reference=reference, reason=reason, actor=actor, at=at)
