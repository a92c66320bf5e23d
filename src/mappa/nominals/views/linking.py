"""Pairs that the linkage found: both records side by side, what speaks for one person, and a decision."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mappa.accounts.lists import list_page
from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.nominals import presenters, services
from mappa.nominals.elsewhere import decide_elsewhere, pair_elsewhere, pairs_elsewhere, record_told
from mappa.nominals.forms import PairForm
from mappa.nominals.selectors import decision_on, duplicates_visible_to, standing_cases, stands, undecided, unfinished
from mappa.nominals.services.opening import SAME
from mappa.nominals.weights import chance, signed, weights_chart

LISTED = "/one-person/linked/"


@page(Permission.MATCH_DECIDE)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs to decide about, and those to merge, where the reader may know of both records."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    elsewhere = pairs_elsewhere(actor, on)
    if elsewhere:
        mine = [row.mine.reference for row in elsewhere]
        record_shown(operation="nominals:duplicate:elsewhere", actor=actor, subjects=mine, at=at)
        record_told(elsewhere, operation="nominals:duplicate:point", actor=actor, at=at)
    return list_page(
        request, unfinished(duplicates_visible_to(actor, on)), template="nominals/duplicates.html",
        operation="nominals:duplicate:list", about=lambda row: (row.one, row.other), table=presenters.duplicates_table,
        title="Pairs that the linkage found", empty="No pair waits for a decision.", back_href="/one-person/",
        elsewhere=presenters.elsewhere_table(elsewhere) if elsewhere else None,
    )  # fmt: skip


@page(Permission.MATCH_DECIDE)
def duplicate(request: HttpRequest, pair: int) -> HttpResponse:
    """Two records side by side, what the linkage weighed, and whether they are of one person."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    row = duplicates_visible_to(actor, on).filter(pk=pair).first()
    if row is None:
        return _with_one_elsewhere(request, pair, actor, at)
    decision = decision_on(row.one, row.other)
    form = PairForm(request.POST or None, initial={"seen": decision.pk if decision else None})

    def act() -> None:
        typed = form.cleaned_data
        services.decide_pair(
            first=row.one, second=row.other, same=typed["same"] == SAME, why=typed["why"], seen=typed["seen"],
            actor=actor, at=at,
        )  # fmt: skip

    merge_href = ""
    if may(actor, Permission.PERSON_MERGE):
        merge_href = reverse("record-merge-with", args=[row.one.reference, row.other.reference])
    status = tried(request, form, act)
    if status is None:
        same = form.cleaned_data["same"] == SAME
        messages.success(request, "Decision recorded. The linkage does not ask about this pair again.")
        return redirect(merge_href if same and merge_href else LISTED)
    references = [row.one.reference, row.other.reference]
    record_shown(operation="nominals:duplicate:view", actor=actor, subjects=references, at=at)
    cases = standing_cases((row.one, row.other), on)
    waiting = decision is None and undecided(duplicates_visible_to(actor, on)).filter(pk=pair).exists()
    context = {
        "page_title": "Is this one person?", "back_href": LISTED, "form": form, "submit_text": "Record the decision",
        "sides": presenters.side_by_side(row.one, row.other, cases, presenters.OLDER_AND_NEWER),
        "weight": signed(row.weight), "chance": chance(row).lower(), "chart": weights_chart(row),
        "said_before": presenters.said_before(decision, stands=stands(decision, row.one, row.other)),
        "undecided": waiting, "merge_href": merge_href if decision and decision.same else "",
    }  # fmt: skip
    return render(request, "nominals/linked.html", context, status=status)


def _with_one_elsewhere(request: HttpRequest, pair: int, actor: User, at: datetime) -> HttpResponse:
    """The one record that the reader may know of, whom to ask about the other, and what the two areas found."""
    row = pair_elsewhere(actor, pair, clock.day_of(at))
    if row is None:
        raise Http404
    form = PairForm(request.POST or None, initial={"seen": row.last.pk if row.last else None})

    def act() -> None:
        typed = form.cleaned_data
        decide_elsewhere(
            pair=pair, same=typed["same"] == SAME, why=typed["why"], seen=typed["seen"], actor=actor, at=at
        )

    status = tried(request, form, act)
    if status is None:
        messages.success(request, "Decision recorded. The other area sees it too.")
        return redirect(LISTED)
    record_shown(operation="nominals:duplicate:view", actor=actor, subjects=[row.mine.reference], at=at)
    record_told([row], operation="nominals:duplicate:point", actor=actor, at=at)
    said = presenters.said_before(row.last, stands=True)
    context = {
        "page_title": "Is this one person?", "back_href": LISTED, "form": form, "submit_text": "Record the decision",
        "mine": presenters.own_side(row.mine, standing_cases((row.mine,), clock.day_of(at))),
        "ask": presenters.ask_there(row), "area": row.area, "weight": signed(row.pair.weight),
        "chance": chance(row.pair).lower(), "said_before": said, "same": bool(row.last and row.last.same),
    }  # fmt: skip
    return render(request, "nominals/elsewhere.html", context, status=status)
