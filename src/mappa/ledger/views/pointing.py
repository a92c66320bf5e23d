"""Is this person known here: asking, and who has asked about one record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, page
from mappa.accounts.permissions import Permission
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.looking import look, show
from mappa.determinations import sharing as words
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.ledger.forms.receiving import PointerForm
from mappa.ledger.presenters import receiving as presenters
from mappa.ledger.services import Asked, is_known_here
from mappa.sharing.selectors import pointer_asks_about

TOO_OFTEN = 429


@page(Permission.POINTER_ASK)
@require_http_methods(["GET", "POST"])
def known_here(request: HttpRequest) -> HttpResponse:
    """Ask about somebody by name and birth date, or by a number. What is typed is not kept."""
    actor, at = actor_of(request), clock.now()
    edition = edition_on(actor.area, clock.day_of(at))
    form = PointerForm(request.POST if request.method == "POST" else None, edition=edition)
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            given = dict(form.cleaned_data)
            why = {name: given.pop(name) for name in ("purpose", "necessity")}
            try:
                pointed = is_known_here(asked=Asked(**given), **why, actor=actor, at=at)
            except Incomplete as wrong:
                form.say_beside(wrong)
            except NotPossible as wrong:
                form.say_beside(wrong)
                status = TOO_OFTEN
                record(
                    what=What.ACCESS, operation="sharing:pointer:too-often", actor=actor, subject_type="user",
                    subject=actor.username, at=at, purpose=why["necessity"],
                )  # fmt: skip
            else:
                context = {"page_title": "Known here" if pointed.known else "Not known", "pointed": pointed}
                return render(request, "ledger/pointed.html", context)
    context = {
        "page_title": "Is this person known here?",
        "form": form,
        "submit_text": "Ask",
        "limit": words.pointer_asks_a_day(edition),
    }
    return render(request, "ledger/known_here.html", context, status=status)


@page(Permission.SHARE_LEDGER)
@require_GET
def who_asked(request: HttpRequest, reference: str) -> HttpResponse:
    """Who asked whether this person is known here, when and what for, and what they were told."""
    seen = look(request, reference, "sharing:pointer:list")
    found = slice_of(pointer_asks_about(seen.person), request)
    context = {
        "page_title": "Who has asked",
        "back_href": f"{seen.base}shares/",
        "table": presenters.asked_table(found.rows),
        "empty_text": "Nobody has asked whether this person is known here.",
        "count_text": f"{found.total:,} in all",
        "pagination": found.links,
    }
    return show(request, seen, "ledger/who_asked.html", context, section="shares/")
