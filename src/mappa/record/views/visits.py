"""Visits that wait, for somebody with a telephone in hand: a list, a page to record one, two taps for "no reply"."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, Role, may
from mappa.audit.services import record_shown
from mappa.cases.looking import Seen, answered, look
from mappa.govuk.forms import Form
from mappa.kernel import clock
from mappa.record import visits
from mappa.record.presenters import visits as presenters
from mappa.record.presenters.summary import warnings
from mappa.record.visit_forms import ASKED, AttemptForm, VisitForm

OFFICERS = {Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER}
HOME = "/visits/"


@page(Permission.DUTY_VIEW)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The visits due within a week, those that are late, and whom else one is named for."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    mine = request.GET.get("whose") != "all"
    found = visits.waiting_for(actor, on, mine=mine)
    due = [each.person.pk for each in found]
    others, how_many = visits.others_named_for(actor, on, besides=due) if mine else ([], 0)
    shown = [each.person.reference for each in (*found, *others)]
    record_shown(operation=Permission.DUTY_VIEW, actor=actor, subjects=shown, at=at)
    context = {
        "page_title": "Visits", "mine": mine, "visits": presenters.cards(found, on),
        "others": presenters.cards(others, on), "others_in_all": how_many,
        "may_record": bool(may(actor, Permission.FACT_RECORD) and may(actor, Permission.RECORD_ADD)),
    }  # fmt: skip
    return render(request, "record/visits.html", context)


@page(Permission.FACT_RECORD)
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a visit that took place."""
    seen = look(request, reference, Permission.FACT_RECORD)
    case = seen.the_case()
    form = VisitForm(request.POST or None, initial=_usual(seen.actor) | {"on": seen.on})

    def act() -> None:
        visits.record_visit(
            case=case,
            on=form.cleaned_data["on"],
            details=form.details(),
            seen=form.seen(),
            actor=seen.actor,
            at=seen.at,
        )

    return _answered(
        request, seen, form, act, title="Record a visit", submit_text="Record the visit",
        done="Recorded. The duties that waited for it are worked out again.",
    )  # fmt: skip


@page(Permission.FACT_RECORD)
def attempt(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that nobody answered, or nobody was let in: the second of two taps."""
    seen = look(request, reference, Permission.FACT_RECORD)
    case = seen.the_case()
    form = AttemptForm(request.POST or None)

    def act() -> None:
        visits.record_attempt(
            case=case, what=form.cleaned_data["what"], note=form.cleaned_data["notes"], actor=seen.actor, at=seen.at
        )

    return _answered(
        request, seen, form, act, title="No reply today", submit_text="Record the attempt",
        intro="An attempt is not a visit: the visit stays due.", done="Attempt recorded. The visit is still due.",
    )  # fmt: skip


def _usual(actor: User) -> dict[str, str]:
    """What is most likely, so that it need not be tapped."""
    own = {"by": actor.agency.kind} if actor.agency.kind in ASKED["by"] else {}
    manages = {"visitor": "offender_manager"} if Role(actor.role) in OFFICERS else {}
    return {"who": actor.name, "kind": "routine", **own, **manages}


def _answered(request: HttpRequest, seen: Seen, form: Form, act: Callable[[], Any], **more: Any) -> HttpResponse:
    told = warnings(visits.warnings_about(seen.actor, seen.person, seen.on), seen.base)
    return answered(
        request,
        seen,
        form,
        act,
        to=HOME,
        back="",
        cancel_href=HOME,
        template="record/visit.html",
        warnings=told,
        **more,
    )
