"""The inbox: what was sent to the reader's own agency, and nothing else."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.purposes import ANSWERING
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.meetings import standards
from mappa.meetings.forms.answering import AnswerForm
from mappa.meetings.models import InformationReply
from mappa.meetings.presenters import inbox as presenters
from mappa.meetings.presenters.minutes_requests import log_table
from mappa.meetings.selectors import cases_left_by, issues_for, minutes_requests_of, open_requests_for, requests_for
from mappa.meetings.services.answering import answer_request
from mappa.meetings.services.minutes import acknowledge_minutes
from mappa.plans.lifecycle import ActionState
from mappa.plans.selectors import actions_for_agency

SHOWN = 25


@page(Permission.INBOX)
def inbox(request: HttpRequest) -> HttpResponse:
    """Three lists: replies due, my agency's actions, minutes to acknowledge. The earliest due come first."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    asked = list(open_requests_for(actor, on)[:SHOWN])
    actions = list(actions_for_agency(actor, on).filter(state=ActionState.OPEN)[:SHOWN])
    issues = list(issues_for(actor).filter(received_at=None)[:SHOWN])
    cases = [
        *(one.meeting.case for one in asked),
        *(one.case for one in actions),
        *(one.minutes.meeting.case for one in issues),
    ]
    record_shown(
        operation="meetings:inbox:view", actor=actor, subjects=[case.person.reference for case in cases], at=at
    )
    context = {
        "page_title": "Inbox",
        "requests": presenters.requests_table(asked, on),
        "actions": presenters.actions_table(actions, on),
        "issues": presenters.issues_table(issues),
        "shown": SHOWN if SHOWN in {len(asked), len(actions), len(issues)} else 0,
    }
    return render(request, "meetings/inbox.html", context)


@page(Permission.REQUEST_ANSWER)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """One request of the reader's own agency; another agency's is not found."""
    actor, at = actor_of(request), clock.now()
    asked = requests_for(actor).filter(reference=reference).prefetch_related("meeting__case__person__aliases").first()
    if asked is None:
        raise Http404
    person = asked.meeting.case.person.reference
    answered = InformationReply.objects.filter(request=asked).first()
    left = cases_left_by(clock.day_of(at)).filter(pk=asked.meeting.case_id).exists()
    steps = standards.request_steps(asked.meeting.case.edition)
    form, status = AnswerForm(request.POST or None, steps=steps), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                answer_request(request=asked, answer=form.answer(), actor=actor, at=at)
            except Incomplete as problem:
                form.say_beside(problem)
            except NotPossible as problem:
                form.say_beside(problem)
                status = 409
            else:
                messages.success(request, f"Your answer to {reference} was sent.")
                return redirect("inbox")
    record_shown(
        operation="meetings:request:view", actor=actor, subjects=[person], at=at, purpose=ANSWERING,
        request=asked.reference,
    )  # fmt: skip
    context = {
        "page_title": f"Request {reference}",
        "back_href": "/inbox/",
        "summary": presenters.request_summary(asked, steps),
        "answered": answered,
        "note": presenters.why_wanted(asked, left=left) if not answered else "",
        "form": form if not (answered or left) or form.is_bound else None,
        "submit_text": "Send the answer",
        "cancel_href": "/inbox/",
    }
    return render(request, "meetings/answer.html", context, status=status)


@page(Permission.MINUTES_RECEIVE)
def receive(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One copy that was issued to the reader's agency: open it and acknowledge it."""
    actor, at = actor_of(request), clock.now()
    issue = issues_for(actor).filter(minutes__meeting__reference=reference, minutes__number=number).first()
    if issue is None:
        raise Http404
    if request.method == "POST":
        acknowledge_minutes(issue=issue, actor=actor, at=at)
        messages.success(request, f"Receipt of the minutes of {reference} is recorded.")
        return redirect("inbox")
    person = issue.minutes.meeting.case.person.reference
    record_shown(operation="meetings:minutes:open", actor=actor, subjects=[person], at=at)
    context = {
        "page_title": f"Minutes of {reference}",
        "back_href": "/inbox/",
        "summary": presenters.issue_summary(issue),
        "received": issue.received_at,
        "files": f"/meetings/{reference}/minutes/{number}",
        "ask_href": f"/inbox/minutes/{reference}/{number}/ask/",
        "asked": log_table(
            minutes_requests_of(issue.minutes.meeting.case.person).filter(
                agency=actor.agency_id, meeting=issue.minutes.meeting
            )
        ),
    }
    return render(request, "meetings/receive.html", context)
