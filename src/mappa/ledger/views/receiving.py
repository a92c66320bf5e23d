"""The receiver's side: what an agency was given, until it lapses or is taken back."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.lists import list_page
from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import edition_on
from mappa.audit.services import record_shown
from mappa.determinations import sharing as words
from mappa.govuk.presenters import Options
from mappa.kernel import clock
from mappa.ledger.forms.receiving import AcceptForm
from mappa.ledger.presenters import receiving as presenters
from mappa.ledger.presenters.sections import Read, read_sections
from mappa.ledger.selectors import further_uses_of, received, sections_to_read
from mappa.plans.services import plan_opened
from mappa.sharing.models import Share, ShareOpened
from mappa.sharing.services import accept_conditions


@page(Permission.SHARE_RECEIVE)
@require_GET
def shared_with_us(request: HttpRequest) -> HttpResponse:
    """What the reader's agency may read now. What lapsed or was taken back is not here."""
    actor = actor_of(request)

    def as_table(shares: list[Share]) -> Options:
        opened = ShareOpened.objects.filter(user=actor.pk, share__in=[share.pk for share in shares])
        return presenters.received_table(shares, frozenset(opened.values_list("share", flat=True)))

    return list_page(
        request, received(actor, clock.day_of(clock.now())), operation="sharing:received:list",
        about=lambda share: [share.person], table=as_table, title="Shared with my agency",
        empty="Nothing is shared with your agency now. What lapsed or was taken back is gone from here.",
        template="ledger/shared_with_us.html",
    )  # fmt: skip


def found_share(actor: User, share: int, at: datetime) -> Share:
    """One share that the reader's agency holds now.

    Raises:
        Http404: there is none, it lapsed, it was taken back, or it is another agency's: the same answer.
    """
    held = received(actor, clock.day_of(at)).filter(pk=share).first()
    if held is None:
        raise Http404
    return held


@page(Permission.SHARE_RECEIVE)
@require_http_methods(["GET", "POST"])
def shared_page(request: HttpRequest, share: int) -> HttpResponse:
    """The shared sections and nothing else, after the reader accepted what the share binds them to."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    held = found_share(actor, share, at)
    accepted = ShareOpened.objects.filter(share=held, user=actor.pk).first()
    told = accepted.told if accepted else words.told_to_recipient(edition_on(actor.area, on))
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and accepted is None and form.is_valid():
        accept_conditions(share=held.pk, told=told, actor=actor, at=at)
        return redirect("shared-page", share)
    context = {
        "page_title": f"Share {held.origin}",
        "back_href": "/shared-with-us/",
        "why": presenters.why_you_have_it(held),
        "told": told,
    }
    if accepted is None:
        record_shown(
            operation="sharing:received:conditions", actor=actor, subjects=[held.person.reference], at=at, share=held.pk
        )
        context |= {"form": form, "submit_text": "Open it", "cancel_href": "/shared-with-us/"}
        return render(request, "ledger/conditions.html", context, status=422 if form.errors else 200)
    shown = sections_to_read(actor, held)
    record_shown(
        operation="sharing:received:view", actor=actor, subjects=[held.person.reference], at=at,
        purpose=held.necessity, share=held.pk, sections=[section.name for section in shown],
    )  # fmt: skip
    read = Read(share=held, on=on, victims=bool(may(actor, Permission.VICTIMS_VIEW)))
    if any(section.name == "plan" for section in shown) and read.plan:
        plan_opened(plan=read.plan, actor=actor, at=at)
    context |= {
        "cards": read_sections(read, shown),
        "further_href": f"/shared-with-us/{held.pk}/further-use/",
        "uses": presenters.uses_table(further_uses_of(held)),
    }
    return render(request, "ledger/shared.html", context)
