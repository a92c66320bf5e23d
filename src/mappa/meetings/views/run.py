"""The chair's run sheet: one page of steps, each step a page of its own."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.meetings import agenda, category_3
from mappa.meetings.completeness import gaps
from mappa.meetings.contributions import shown_to
from mappa.meetings.forms.chairing import OpenForm, attendance_form
from mappa.meetings.lifecycle import MeetingState
from mappa.meetings.presenters import run as presenters
from mappa.meetings.selectors import held_on
from mappa.meetings.services.chairing import close_meeting, open_meeting, record_attendance
from mappa.meetings.views.deciding import decide, disclose, next_date, views
from mappa.meetings.views.finding import frame, the_meeting
from mappa.meetings.views.stepping import Step, finished, step_page
from mappa.meetings.views.writing import sections_step


@page(Permission.MEETING_CHAIR)
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """The steps in order, with what is still missing."""
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    state = MeetingState(meeting.state)  # type: ignore[attr-defined]
    record_shown(operation="meetings:meeting:run", actor=actor, subjects=[meeting.case.person.reference], at=at)
    on = held_on(meeting)
    since = category_3.held_since(meeting.case, on)
    missing = gaps(meeting) if state is MeetingState.OPEN else []
    context = frame(
        meeting,
        actor,
        at,
        "Run the meeting",
        running=state in {MeetingState.SCHEDULED, MeetingState.OPEN},
        state=state.label,
        steps=presenters.steps(meeting, state, missing),
        missing=len(missing),
        panels=shown_to(meeting, actor),
        decision=presenters.decision(meeting),
        in_category_3=category_3.how_long(since, on) if since else "",
    )
    return render(request, "meetings/run.html", context)


@page(Permission.MEETING_CHAIR)
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One step of the run sheet."""
    if name not in agenda.HEADINGS:
        raise Http404
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    record_shown(
        operation="meetings:meeting:run", actor=actor, subjects=[meeting.case.person.reference], at=at, step=name
    )
    return PAGES.get(name, sections_step)(Step(request=request, meeting=meeting, name=name, actor=actor, at=at))


def _open(one: Step) -> HttpResponse:
    form, status = OpenForm(one.posted), 200
    if one.posted is not None:
        status = 422
        if form.is_valid():
            open_meeting(meeting=one.meeting, actor=one.actor, at=one.at)
            return finished(one)
    return step_page(one, "meetings/steps/open.html", status, form=form, submit_text="Open the meeting")


def _attendance(one: Step) -> HttpResponse:
    invited = list(one.meeting.invitations.select_related("agency").order_by("agency__name"))
    form, status = attendance_form(one.posted, invited), 200
    if one.posted is not None:
        status = 422
        if form.is_valid():
            try:
                record_attendance(meeting=one.meeting, presences=form.presences(), actor=one.actor, at=one.at)
            except Incomplete as problem:
                for key, text in problem.fields.items():
                    form.add_error(f"attendance_{key}", text)
            else:
                return finished(one)
    return step_page(one, "meetings/form.html", status, form=form)


def _close(one: Step) -> HttpResponse:
    errors: list[dict[str, str]] = []
    status = 200
    if one.posted is not None:
        try:
            close_meeting(meeting=one.meeting, actor=one.actor, at=one.at)
        except Incomplete:
            errors, status = presenters.gap_links(one.meeting, gaps(one.meeting)), 422
        else:
            messages.success(one.request, "The meeting is closed, and its level holds from the day it was held.")
            return redirect("minutes", one.meeting.reference)
    return step_page(
        one,
        "meetings/steps/close.html",
        status,
        errors=errors,
        has_errors=bool(errors),
        missing=presenters.gap_links(one.meeting, gaps(one.meeting)),
        decision=presenters.decision(one.meeting),
    )


PAGES: dict[str, Callable[[Step], HttpResponse]] = {
    "open": _open,
    "attendance": _attendance,
    "disclosure": disclose,
    "views": views,
    "level": decide,
    "next": next_date,
    "close": _close,
}
