"""The notices that wait for the co-ordinator or an agency of the Responsible Authority, and their answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.nominals.asking import FOUND, OPENED, ask_and_open
from mappa.notices import presenters, services
from mappa.notices.forms import AnswerForm
from mappa.notices.lifecycle import NoticeState
from mappa.notices.models import Notice
from mappa.notices.selectors import notices_visible_to, person_of, responsible_agencies, state_of, steps_of


def _read(request: HttpRequest, operation: str, *notices: Notice) -> None:
    for one in notices:
        record(
            what=What.CONSULTATION, operation=operation, actor=actor_of(request), subject=one.reference,
            subject_type="notice", at=clock.now(),
        )  # fmt: skip


def _found(request: HttpRequest, reference: str) -> Notice:
    held = notices_visible_to(actor_of(request), clock.day_of(clock.now())).filter(reference=reference).first()
    if held is None:
        raise Http404
    return held


@page(Permission.NOTICE_ANSWER)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What MAPPA was told of: what waits first."""
    actor = actor_of(request)
    found = slice_of(notices_visible_to(actor, clock.day_of(clock.now())), request)
    _read(request, "notices:notice:list", *found.rows)
    context = {
        "page_title": "Notices and concerns", "table": presenters.notices_table(found.rows),
        "empty_text": "Nobody has told MAPPA of anybody.", "count_text": f"{found.total:,} in all",
        "pagination": found.links,
    }  # fmt: skip
    return render(request, "govuk/list_page.html", context)


@page(Permission.NOTICE_ANSWER)
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, reference: str) -> HttpResponse:
    """One notice, what was done about it, and what becomes of it."""
    actor, at = actor_of(request), clock.now()
    held = _found(request, reference)
    form = AnswerForm(request.POST or None, responsible=responsible_agencies(actor, clock.day_of(at)))
    status = tried(request, form, lambda: services.answer_notice(notice=held, **form.cleaned_data, actor=actor, at=at))
    if status is None:
        messages.success(request, "Recorded.")
        return redirect("notices")
    _read(request, "notices:notice:view", held)
    context = {
        "page_title": held.get_kind_display(), "caption": held.reference, "back_href": "/notices/", "form": form,
        "submit_text": "Record", "summary": presenters.notice_summary(held),
        "steps": presenters.steps_table(steps_of(held)), "record": presenters.record_link(person_of(held)),
        "waiting": state_of(held) is NoticeState.WAITING, "may_open": bool(may(actor, Permission.PERSON_EDIT)),
    }  # fmt: skip
    return render(request, "notices/notice.html", context, status=status)


@page(Permission.NOTICE_ANSWER)
@require_http_methods(["GET", "POST"])
def notice_record(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the record of whom a notice is about, once everybody near is decided about."""
    actor, at = actor_of(request), clock.now()
    held = _found(request, reference)
    if state_of(held) is NoticeState.ENDED or not may(actor, Permission.PERSON_EDIT):
        messages.info(request, "This notice has ended, or you may not open records. Nothing was done.")
        return redirect("notice-detail", reference)
    told = {
        "family_name": held.family_name, "given_names": held.given_names, "date_of_birth": held.date_of_birth,
        "since": held.on or clock.day_of(at),
    }  # fmt: skip
    asked = ask_and_open(
        request, told, lambda **typed: services.open_for_notice(notice=held, **typed, actor=actor, at=at), at=at
    )
    if asked.opened:
        person, new = asked.opened
        messages.success(request, OPENED if new else FOUND)
        return redirect("person-details", person.reference)
    _read(request, "notices:notice:view", held)
    context = asked.context | {"caption": held.reference, "cancel_href": f"/notices/{held.reference}/"}
    return render(request, "nominals/open.html", context, status=asked.status)
