"""The minutes of one meeting: what is written, approving it, and issuing it."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.sending import Sent, refusals
from mappa.audit.services import record_shown
from mappa.determinations.labels import minutes_form
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.meetings.lifecycle import MEETING_STEPS, MINUTES_CAN_BE_WRITTEN, MeetingAction, MeetingState
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.presenters import minutes as presenters
from mappa.meetings.selectors import issues_of
from mappa.meetings.services.minutes import approve_minutes, issue_minutes, recipients_of
from mappa.meetings.views.finding import frame, the_meeting


def _page(request: HttpRequest, reference: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    state = MeetingState(meeting.state)  # type: ignore[attr-defined]
    if state not in MINUTES_CAN_BE_WRITTEN:
        raise NotPossible("This meeting has not been held, so it has no minutes. Open the meeting to see where it is.")
    prefetch_related_objects([meeting], "items")  # they are shown, and are in the content
    versions = list(meeting.minutes.defer("content").order_by("-number"))
    content = content_of(meeting)
    digest = sha256_of(content)
    changed = not versions or versions[0].sha256 != digest
    can_approve = (state, MeetingAction.APPROVE_MINUTES) in MEETING_STEPS and may(actor, Permission.MINUTES_APPROVE)
    can_issue = (state, MeetingAction.ISSUE_MINUTES) in MEETING_STEPS and may(actor, Permission.MINUTES_ISSUE)
    record_shown(operation="meetings:minutes:view", actor=actor, subjects=[meeting.case.person.reference], at=at)
    context = frame(
        meeting,
        actor,
        at,
        "Minutes",
        state=state.label,
        form_letter=minutes_form(meeting.case.edition),
        problem=problem,
        has_errors=bool(problem),
        written=presenters.sections(meeting, can_write=bool(may(actor, Permission.MINUTES_WRITE))),
        recorded=presenters.recorded(content),
        sha256=digest,
        changed=changed,
        approve=bool(can_approve) and changed,
        issue=bool(can_issue),
        recipients=[agency.name for agency in recipients_of(meeting, actor)] if can_issue else [],
        versions=presenters.versions_table(versions, meeting=meeting),
        issues=presenters.issues_table(issues_of(meeting)),
    )
    return render(request, "meetings/minutes.html", context, status=status)


@page(Permission.MINUTES_WRITE)
def minutes(request: HttpRequest, reference: str) -> HttpResponse:
    """The sections as written now, the versions approved, and the copies issued."""
    return _page(request, reference)


@page(Permission.MINUTES_APPROVE)
@require_POST
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Lock what the chair has read."""
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    try:
        version = approve_minutes(meeting=meeting, read_sha256=request.POST.get("sha256", ""), actor=actor, at=at)
    except Incomplete as problem:
        return _page(request, reference, problem=str(problem), status=409)
    messages.success(request, f"Version {version.number} is approved and locked.")
    return redirect("minutes", reference)


@page(Permission.MINUTES_ISSUE)
@require_POST
def issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Issue the approved version to every recipient."""
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    copies = issue_minutes(meeting=meeting, actor=actor, at=at)
    messages.success(request, f"The minutes are issued to {len(copies)} agencies.")
    for reason in refusals(recipients_of(meeting, actor), Sent.MINUTES, clock.day_of(at)):
        messages.warning(request, reason)
    return redirect("minutes", reference)
