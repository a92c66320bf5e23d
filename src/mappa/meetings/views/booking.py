"""Lists of meetings, booking one, one meeting's page, and cancelling it."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import OWN_OFFICES, Agency
from mappa.agencies.selectors import without_contact
from mappa.agencies.sending import Sent, refusals
from mappa.audit.services import record_shown
from mappa.cases.looking import find_case
from mappa.cases.models import Case
from mappa.cases.presenters.frame import case_frame
from mappa.duties.models import DutyRow
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.meetings import standards
from mappa.meetings.contributions import shown_to
from mappa.meetings.forms.booking import BookingForm, CancelForm, invitations
from mappa.meetings.lifecycle import MEETING_STEPS, MeetingAction, MeetingState
from mappa.meetings.models import Meeting, MeetingKind
from mappa.meetings.new_facts import reviews_owed
from mappa.meetings.presenters import meetings as presenters
from mappa.meetings.presenters import minutes as minutes_presenters
from mappa.meetings.readiness import readiness_of
from mappa.meetings.selectors import (
    accepted_referral,
    agencies_of,
    chairs_of,
    core_group_to_come,
    held_on,
    issues_of,
    meetings_between,
    meetings_visible_to,
    week_of,
    writers_of,
)
from mappa.meetings.services.booking import (
    cancel_meeting,
    last_day_in_time,
    named_in_referral,
    nobody_speaks_for_victims,
    schedule_meeting,
    speakers_for_victims,
)
from mappa.meetings.views.finding import frame, the_meeting

TO_COME = {MeetingState.SCHEDULED, MeetingState.OPEN}
ASKED = (
    "Search your systems for the person and for those who may be at risk from them. Tell us about contact, risk,"
    " services, and known or possible victims. Say so if you hold nothing."
)


@page(Permission.MEETING_VIEW)
def coming(request: HttpRequest) -> HttpResponse:
    """The meetings of this week and the next, the earliest first."""
    actor, at = actor_of(request), clock.now()
    monday, end = week_of(clock.day_of(at))
    first, before = (datetime.combine(day, time(), clock.LONDON) for day in (monday, end))
    found = slice_of(meetings_between(actor, first, before), request)
    shown = [one.case.person.reference for one in found.rows]
    record_shown(operation="meetings:meeting:list", actor=actor, subjects=shown, at=at)
    context = {
        "page_title": "Meetings this week and next",
        "table": presenters.meetings_table(found.rows, caption="Meetings", named=True),
        "pagination": found.links,
        "empty_text": "No meeting is booked for this week or the next. Book one from the person's Meetings page.",
    }
    return render(request, "meetings/coming.html", context)


@page(Permission.MEETING_VIEW)
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Every meeting about one case, the latest first."""
    actor, at, on, case = find_case(request, reference)
    found = slice_of(meetings_visible_to(actor, on).filter(case=case).order_by("-starts_at", "-id"), request)
    record_shown(operation="meetings:meeting:list", actor=actor, subjects=[reference], at=at)
    owed = reviews_owed(actor, case, on) if may(actor, Permission.PLAN_VIEW) else []
    context = {
        **case_frame(case, actor, on, section="meetings/"),
        "page_title": "Meetings",
        "table": presenters.meetings_table(found.rows, caption="Meetings about this case", named=False),
        "pagination": found.links,
        "empty_text": "No meeting has been booked for this case.",
        "reviews_owed": presenters.reviews_owed(owed),
        "requests_href": f"/people/{reference}/minutes-requests/",
        "book_href": f"/people/{reference}/meetings/new/" if may(actor, Permission.MEETING_SCHEDULE) else "",
    }
    return render(request, "meetings/of_case.html", context)


def _offered(
    case: Case, agencies: Iterable[Agency], actor: User, at: datetime
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What the booking form offers: from the accepted referral where there is one, else from the case."""
    referral = accepted_referral(case)
    held = meetings_visible_to(actor, clock.day_of(at)).filter(case=case).exclude(state=MeetingState.CANCELLED).exists()
    level = (getattr(referral, "level", None) if referral and not held else None) or getattr(case, "level", None)
    level = max(level or 2, 2)
    group = list(core_group_to_come(case))
    invited = presenters.core_group_invited(group)
    for one in referral.invitees.select_related("agency") if referral and not group else ():
        invited[one.agency.code] = one.reason
    core = standards.core_agency_kinds(case.edition)
    for agency in agencies if not group else ():
        if agency.kind in core:
            invited.setdefault(agency.code, "Core agency of the area")
    for agency in speakers_for_victims(case, actor, clock.day_of(at)) if not group else ():
        invited.setdefault(agency.code, "Speaks to victims' issues")
    initial = {
        "level": str(level),
        "kind": MeetingKind.CORE_GROUP if group else MeetingKind.REVIEW if held else MeetingKind.INITIAL,
        "minutes_long": standards.slot_minutes(level, case.edition),
        "asked": ASKED,
    }
    return initial, [{"agency": code, "reason": reason} for code, reason in invited.items()]


@page(Permission.MEETING_SCHEDULE)
def book(request: HttpRequest, reference: str) -> HttpResponse:
    """Book a meeting: invitations and requests go out with it."""
    actor, at, on, case = find_case(request, reference)
    agencies = {agency.code: agency for agency in agencies_of(actor).exclude(until__lt=on)}
    initial, invited = _offered(case, agencies.values(), actor, at)
    form = BookingForm(
        request.POST or None,
        initial=initial,
        chairs=list(chairs_of(actor)),
        takers=list(writers_of(actor)),
        grades=f"Level 2: {standards.chair_grade(2, case.edition)}. Level 3: {standards.chair_grade(3, case.edition)}.",
    )
    formset = invitations(list(agencies.values()))(request.POST or None, initial=invited, prefix="invited")
    status = 200
    if formset.button_pressed():
        formset, form.quiet = formset.after_button(), True
    elif request.method == "POST":
        status = 422
        if form.is_valid() & formset.is_valid():
            chosen = tuple((agencies[one["agency"]], one["reason"]) for one in _each(formset))
            try:
                meeting = schedule_meeting(case=case, booking=form.booking(chosen), actor=actor, at=at)
            except Incomplete as problem:
                form.say_beside(problem)
            else:
                messages.success(request, f"Meeting {meeting.reference} is booked. Agencies are invited and asked.")
                for missing in nobody_speaks_for_victims(meeting):
                    messages.warning(request, missing)
                for reason in refusals(named_in_referral(case), Sent.REQUEST, on):
                    messages.warning(request, reason)
                return redirect("meeting-detail", meeting.reference)
    record_shown(operation="meetings:meeting:book", actor=actor, subjects=[reference], at=at)
    limit = last_day_in_time(case, int(initial["level"]), at)
    context = {
        **case_frame(case, actor, on, section="meetings/"),
        "page_title": "Book a meeting",
        "form": form,
        "formset": formset,
        "limit": limit,
        "unreached": [one.name for one in without_contact(actor.area, on).exclude(kind__in=OWN_OFFICES)],
        "submit_text": "Book, invite and ask",
        "cancel_href": f"/people/{reference}/meetings/",
    }
    return render(request, "meetings/book.html", context, status=status)


def _each(formset: Any) -> list[dict[str, Any]]:
    """Every filled-in form: one that was offered and left as it was counts too."""
    return [form.cleaned_data for form in formset.forms if form.cleaned_data.get("agency")]


@page(Permission.MEETING_VIEW)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One meeting: where it stands, who has answered, and what is outstanding."""
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    on, state = clock.day_of(at), MeetingState(meeting.state)  # type: ignore[attr-defined]
    readiness = readiness_of(meeting)
    reads_replies = may(actor, Permission.MEETING_CHAIR) or may(actor, Permission.MEETING_SCHEDULE)
    victims = bool(may(actor, Permission.VICTIMS_VIEW))
    clocks = DutyRow.objects.filter(case=meeting.case, duty__endswith="-minutes", started_on=held_on(meeting))
    record_shown(operation="meetings:meeting:view", actor=actor, subjects=[meeting.case.person.reference], at=at)
    context = frame(
        meeting,
        actor,
        at,
        f"Meeting {meeting.reference}",
        about=presenters.about(meeting, state, meeting.steps.latest("id").reason),
        ready=readiness.ready,
        panels=shown_to(meeting, actor),
        not_ready=presenters.ready_lines(readiness),
        missing=nobody_speaks_for_victims(meeting) if state in TO_COME else [],
        agencies=presenters.readiness_table(readiness, on),
        replies=presenters.replies(readiness, victims=victims) if reads_replies else [],
        clocks=presenters.clocks(clocks),
        issues=minutes_presenters.issues_table(issues_of(meeting)),
        links=_links(meeting, state, actor),
    )
    return render(request, "meetings/detail.html", {**context, "caption": "", "back_href": ""})


def _links(meeting: Meeting, state: MeetingState, actor: User) -> list[dict[str, str]]:
    base, links = f"/meetings/{meeting.reference}/", []
    if state in TO_COME and may(actor, Permission.MEETING_CHAIR):
        links.append({"text": "Run the meeting", "href": f"{base}run/"})
    if state not in {MeetingState.SCHEDULED, MeetingState.CANCELLED} and may(actor, Permission.MINUTES_WRITE):
        links.append({"text": "Minutes", "href": f"{base}minutes/"})
    if (state, MeetingAction.CANCEL) in MEETING_STEPS and may(actor, Permission.MEETING_SCHEDULE):
        links.append({"text": "Cancel the meeting", "href": f"{base}cancel/", "classes": "govuk-button--warning"})
    return links


@page(Permission.MEETING_SCHEDULE)
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Cancel a meeting that has not begun, with the reason."""
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    form, status = CancelForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cancel_meeting(meeting=meeting, reason=form.cleaned_data["reason"], actor=actor, at=at)
            except NotPossible as problem:
                form.say_beside(problem)
                status = 409
            else:
                messages.success(request, f"Meeting {meeting.reference} is cancelled.")
                return redirect("meeting-detail", reference)
    record_shown(operation="meetings:meeting:cancel", actor=actor, subjects=[meeting.case.person.reference], at=at)
    context = frame(meeting, actor, at, "Cancel the meeting", form=form, submit_text="Cancel the meeting",
                    submit_classes="govuk-button--warning",
                    cancel_href=f"/meetings/{reference}/")  # fmt: skip
    return render(request, "meetings/form.html", context, status=status)
