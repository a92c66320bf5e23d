"""Requests about minutes: an agency's, one from outside, the chair's answer, and the log on the case."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.lists import list_page
from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, page, save
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.cases.looking import look, show, show_form
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.meetings.forms.minutes_requests import AnswerRequestForm, AskForm, RecordForm
from mappa.meetings.presenters import minutes_requests as presenters
from mappa.meetings.selectors import agencies_of, issues_for, minutes_requests_for_chair, minutes_requests_of
from mappa.meetings.services.minutes_requests import (
    answer_minutes_request,
    answers_open_to,
    ask_the_chair,
    record_request,
)


@page(Permission.MINUTES_RECEIVE)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask the chair whether one's agency may copy, pass on or newly use the minutes it holds."""
    actor, at = actor_of(request), clock.now()
    issue = issues_for(actor).filter(minutes__meeting__reference=reference, minutes__number=number).first()
    if issue is None:
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            status = save(form, lambda: ask_the_chair(issue=issue, **form.cleaned_data, actor=actor, at=at))
            if status == SHOWN:
                messages.success(request, "The chair is asked. Until the chair agrees it is forbidden.")
                return redirect("inbox-minutes", reference, number)
    person = issue.minutes.meeting.case.person.reference
    record_shown(operation="meetings:minutes-request:form", actor=actor, subjects=[person], at=at)
    context = {
        "page_title": "Ask the chair about these minutes",
        "caption": f"Minutes of {reference}",
        "form": form,
        "submit_text": "Ask the chair",
        "cancel_href": f"/inbox/minutes/{reference}/{number}/",
    }
    return render(request, "govuk/form_page.html", context, status=status)


@page(Permission.MEETING_CHAIR)
@require_GET
def for_chair(request: HttpRequest) -> HttpResponse:
    """What the reader was asked about the minutes of meetings they chaired, unanswered first."""
    return list_page(
        request, minutes_requests_for_chair(actor_of(request), clock.day_of(clock.now())),
        operation="meetings:minutes-request:list", about=lambda one: [one.meeting.case.person],
        table=presenters.chairs_table, title="Requests about minutes",
        empty="Nobody has asked you about minutes of a meeting that you chaired.",
    )  # fmt: skip


@page(Permission.MEETING_CHAIR)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Agree or refuse, with reasons; to those outside, release the summary or name the agency to ask."""
    actor, at = actor_of(request), clock.now()
    held = minutes_requests_for_chair(actor, clock.day_of(at)).filter(pk=number).first()
    if held is None:
        raise Http404
    form = AnswerRequestForm(
        request.POST if request.method == "POST" else None, answers=answers_open_to(held), agencies=agencies_of(actor)
    )
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            status = save(form, lambda: answer_minutes_request(request=number, **form.given(), actor=actor, at=at))
            if status == SHOWN:
                messages.success(request, "Your answer is on record.")
                return redirect("minutes-requests")
    record_shown(
        operation="meetings:minutes-request:view", actor=actor, subjects=[held.meeting.case.person.reference], at=at
    )
    context = {
        "page_title": "A request about minutes",
        "back_href": "/minutes-requests/",
        "summary": presenters.request_summary(held),
        "form": form if held.answered_at is None or form.errors else None,
        "submit_text": "Record the answer",
        "cancel_href": "/minutes-requests/",
    }
    return render(request, "meetings/minutes_request.html", context, status=status)


@page(Permission.MEETING_VIEW)
@require_GET
def of_person(request: HttpRequest, reference: str) -> HttpResponse:
    """The log on the nominal: who asked for minutes, why, and what was decided (DISC-26)."""
    seen = look(request, reference, "meetings:minutes-request:log")
    found = slice_of(minutes_requests_of(seen.person), request)
    context = {
        "page_title": "Requests about minutes",
        "table": presenters.log_table(found.rows),
        "empty_text": "Nobody has asked to copy, pass on, newly use or release minutes of meetings about this person.",
        "pagination": found.links,
        "new_href": f"{seen.base}minutes-requests/new/" if may(seen.actor, Permission.MINUTES_ISSUE) else "",
    }
    return show(request, seen, "meetings/minutes_requests.html", context, section="meetings/")


@page(Permission.MINUTES_ISSUE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a request from outside; it goes to the chair of the latest meeting."""
    seen = look(request, reference, "meetings:minutes-request:new")
    form = RecordForm(request.POST if request.method == "POST" else None)
    status = SHOWN
    if request.method == "POST":
        status = UNSAVED
        if form.is_valid():
            given = form.cleaned_data
            status = save(form, lambda: record_request(person=reference, **given, actor=seen.actor, at=seen.at))
            if status == SHOWN:
                messages.success(request, "Recorded. The chair of the latest meeting is asked.")
                return redirect("person-minutes-requests", reference)
    return show_form(
        request, seen, form, title="Record a request for minutes", back="minutes-requests/", status=status,
        submit_text="Record it",
        intro="Full minutes are released to nobody outside. The chair releases the executive summary, names the agency "
        "to ask, or refuses.",
    )  # fmt: skip
