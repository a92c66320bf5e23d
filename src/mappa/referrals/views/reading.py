"""The screening board, one referral, and what came before it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.govuk.presenters import links, pagination, row, summary_list
from mappa.kernel import clock
from mappa.referrals import presenters
from mappa.referrals.lifecycle import REFERRERS_OWN, WHO, ReferralAction, referral_actions
from mappa.referrals.models import Referral
from mappa.referrals.selectors import (
    before,
    names_of,
    referrals_visible_to,
    waiting_for_decision,
)
from mappa.referrals.services import what_is_missing
from mappa.referrals.views.finding import found, may_write, show
from mappa.referrals.waiting import clocks

ROWS = 25


@page(Permission.REFERRAL_VIEW)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Referrals that wait for a decision, late first, for those who decide; else the agency's own."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    decides = bool(may(actor, Permission.REFERRAL_DECIDE))
    waiting = request.GET.get("show", "waiting" if decides else "all") == "waiting"
    rows: Any = waiting_for_decision(actor, on) if waiting else referrals_visible_to(actor, on).order_by("-id")
    pairs = clocks(rows, on) if waiting else None
    pages = Paginator(pairs if pairs is not None else rows, ROWS)
    this = pages.get_page(request.GET.get("page"))
    shown = list(this.object_list) if waiting else clocks(this.object_list, on)
    record_shown(
        operation="referrals:referral:list",
        actor=actor,
        subjects=[referral.person.reference for referral, _ in shown],
        at=at,
    )
    kind = "waiting" if waiting else "all"
    context = {
        "page_title": "Referrals",
        "tabs": links(
            [("Waiting for a decision", "?show=waiting"), ("All referrals", "?show=all")], current=f"?show={kind}"
        ),
        "table": presenters.board(shown, on, caption="Waiting for a decision" if waiting else "Referrals"),
        "count_text": f"{pages.count:,} referral{'' if pages.count == 1 else 's'}",
        "empty_text": "No referral is waiting for a decision."
        if waiting
        else "There is no referral yet. To make one, open the person and choose Refer.",
        "pagination": pagination(page=this.number, pages=pages.num_pages, address=lambda n: f"?show={kind}&page={n}"),
    }
    return render(request, "referrals/board.html", context)


@page(Permission.REFERRAL_VIEW)
@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One referral: the task list to its writers while it can be written, else the answers, history and next steps."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    referral = found(actor, reference, on)
    [(_, wait)] = clocks([referral], on)
    editable = may_write(actor, referral)
    context = {
        "page_title": f"Referral {referral.reference}",
        "summary": summary_list(
            [
                row("State", presenters.STATES[referral.state]),
                row("Referred by", [referral.referrer.name, referral.agency.name]),
                *presenters.clock_rows(wait, on),
            ]
        ),
        "history": presenters.history(referral.steps.all(), names_of(referral)),
        "base": f"/referrals/{referral.reference}/",
    }
    if editable:
        return show(
            request, "referrals/tasks.html", context | _tasks(referral, on), person=referral.person, actor=actor,
            at=at, on=on,
        )  # fmt: skip
    own = referral.agency_id == actor.agency_id
    context |= {
        "cards": presenters.answers(
            referral,
            referral.invitees.select_related("agency"),
            editable=False,
            victims=own or bool(may(actor, Permission.VICTIMS_VIEW)),
        ),
        "age": presenters.assessment_age(referral.assessment_on, on),
        "consultations": summary_list(
            [row(f"{one.who}, {one.agency.name}", [one.said, one.at]) for one in _consulted(referral)]
        ),
        "earlier": presenters.earlier(*before(actor, referral.person, on, but=referral)),
        "actions": _offered(actor, referral),
    }
    return show(request, "referrals/detail.html", context, person=referral.person, actor=actor, at=at, on=on)


def _tasks(referral: Referral, on: Any) -> dict[str, Any]:
    missing = what_is_missing(referral, on)
    total = len({gap.section.key for gap in missing})
    return {
        "tasks": presenters.tasks(referral, missing, referral.invitees.count()),
        "left": f"{total} section{'' if total == 1 else 's'} still to complete"
        if total
        else "Every section is complete",
        "returned": [step.reason for step in referral.steps.all() if step.action == ReferralAction.RETURN][-1:],
    }


def _consulted(referral: Referral) -> Any:
    return referral.consultations.select_related("agency").order_by("id")


def _offered(actor: User, referral: Referral) -> dict[str, bool]:
    own = referral.agency_id == actor.agency_id
    offered = {
        action
        for action in referral_actions(referral.state)
        if may(actor, WHO[action]) and (own or action not in REFERRERS_OWN)
    }
    return {
        "decide": ReferralAction.ACCEPT in offered,
        "consult": ReferralAction.ACCEPT in offered,
        "dispute": ReferralAction.DISPUTE in offered,
        "settle": ReferralAction.SETTLE in offered,
        "escalate": ReferralAction.ESCALATE in offered,
        "final": ReferralAction.OVERRULE in offered and referral.referrer_id != actor.pk,
    }
