"""The steps in which the meeting decides: disclosure, views, level and category, the next date."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.services import record_shown
from mappa.disclosures.consultation import consultation_for
from mappa.disclosures.models import DisclosureDecision
from mappa.disclosures.services import decide_disclosure
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.meetings import category_3, level_tests, standards
from mappa.meetings.completeness import PRESENT
from mappa.meetings.forms.chairing import NextForm, ViewForm, core_group, level_form
from mappa.meetings.forms.disclosing import DisclosureForm
from mappa.meetings.models import AgencyView, MeetingDecision
from mappa.meetings.presenters import run as presenters
from mappa.meetings.selectors import agencies_of, core_group_of, held_on
from mappa.meetings.services.chairing import decide_level, record_view, set_next_meeting
from mappa.meetings.views.finding import the_meeting
from mappa.meetings.views.stepping import Step, finished, step_page


def disclose(one: Step) -> HttpResponse:
    """Decide on disclosure; each decision is kept, and a later one does not change it."""
    rule = consultation_for(one.meeting.case.person, one.actor.area, clock.day_of(one.at))
    form, status = DisclosureForm(one.posted, agencies=list(agencies_of(one.actor)), rule=rule), 200
    if one.posted is not None:
        status = 422
        if form.is_valid():
            try:
                decide_disclosure(
                    case=one.meeting.case,
                    actor=one.actor,
                    at=one.at,
                    meeting=one.meeting.reference,
                    **form.facts(),
                )
            except Incomplete as problem:
                form.say_beside(problem)
            else:
                return finished(one)
    decided = DisclosureDecision.objects.filter(meeting=one.meeting.reference).order_by("id")
    return step_page(
        one,
        "meetings/steps/disclosure.html",
        status,
        form=form,
        decided=[{"text": row.get_decision_display(), "reason": row.reason} for row in decided],
        submit_text="Record the decision",
    )


def views(one: Step) -> HttpResponse:
    """Every agency present, each with a page for its own view."""
    present = one.meeting.invitations.filter(attendance__in=PRESENT).select_related("agency").order_by("agency__name")
    said = {view.agency_id: view for view in one.meeting.views.all()}
    return step_page(one, "meetings/steps/views.html", views=presenters.views(list(present), said, one.meeting))


@page(Permission.MEETING_CHAIR)
def agency_view(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One agency's own view and dissent."""
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    invitation = meeting.invitations.filter(agency__code=code, attendance__in=PRESENT).select_related("agency").first()
    if invitation is None:
        raise Http404
    agency = invitation.agency
    one = Step(request=request, meeting=meeting, name="views", actor=actor, at=at)
    held = AgencyView.objects.filter(meeting=meeting, agency=agency).values(
        "level", "category", "dissent", "dissent_reason"
    )
    form, status = ViewForm(one.posted, initial=held.first() or {}), 200
    if one.posted is not None:
        status = 422
        if form.is_valid():
            try:
                record_view(meeting=meeting, agency=agency, actor=actor, at=at, **form.values())
            except Incomplete as problem:
                form.say_beside(problem)
            else:
                messages.success(request, f"The view of {agency.name} is recorded.")
                return redirect("meeting-step", reference, "views")
    record_shown(
        operation="meetings:view:record", actor=actor, subjects=[meeting.case.person.reference], at=at, agency=code
    )
    return step_page(one, "meetings/steps/agency_view.html", status, form=form, agency=agency.name)


def decide(one: Step) -> HttpResponse:
    """The limbs of the tests, then the level and category that people decide."""
    edition = one.meeting.case.edition
    held = MeetingDecision.objects.filter(meeting=one.meeting).first()
    asked = tuple((limb.id, limb.question) for limb in level_tests.limbs(edition))
    on = held_on(one.meeting)
    since = category_3.held_since(one.meeting.case, on)
    form, status = level_form(one.posted, asked, _as_typed(held), in_category_3=since is not None), 200
    compared: list[dict[str, str]] = level_tests.compared(edition, _answers(held)) if held else []
    if one.posted is not None:
        status = 422
        if form.is_valid():
            try:
                decide_level(meeting=one.meeting, decision=form.decision(), actor=one.actor, at=one.at)
            except (Incomplete, NotPossible) as problem:
                form.say_beside(problem)
                compared = level_tests.compared(edition, form.answers())
            else:
                return finished(one)
    return step_page(
        one,
        "meetings/steps/level.html",
        status,
        form=form,
        compared=compared,
        in_category_3=category_3.how_long(since, on) if since else "",
    )


def _answers(held: MeetingDecision) -> dict[str, str]:
    return {limb["limb"]: limb["answer"] for limb in held.limbs}


def _as_typed(held: MeetingDecision | None) -> dict[str, Any]:
    if held is None:
        return {}
    return {
        "level": str(held.level),
        "category": str(held.category or ""),
        "reason": held.reason,
        "lower_level_considered": held.lower_level_considered,
        "category_3": held.category_3,
        "category_3_reason": held.category_3_reason,
        **{f"limb_{limb}": answer for limb, answer in _answers(held).items()},
    }


def next_date(one: Step) -> HttpResponse:
    """The next date, against the last day in time."""
    held = MeetingDecision.objects.filter(meeting=one.meeting).first()
    fields = ("next_on", "next_kind", "late_reason", "substitute")
    agencies, members = list(agencies_of(one.actor)), list(core_group_of(held))
    initial = {name: getattr(held, name) for name in fields} if held else {}
    initial["coordinating_agency"] = next((member.agency.code for member in members if member.coordinates), "")
    form, status = NextForm(one.posted, initial=initial, agencies=agencies), 200
    typed = one.posted if one.posted is not None and "core-TOTAL_FORMS" in one.posted else None
    rows = [{"name": member.name, "agency": member.agency.code, "part": member.part} for member in members]
    formset = core_group(agencies)(typed, initial=rows, prefix="core")
    if typed is not None and formset.button_pressed():
        formset, form.quiet = formset.after_button(), True
    elif one.posted is not None:
        status = 422
        if form.is_valid() & (typed is None or formset.is_valid()):
            answers = formset.answers() if typed is not None else []
            try:
                set_next_meeting(meeting=one.meeting, coming=form.coming(answers), actor=one.actor, at=one.at)
            except Incomplete as problem:
                form.say_beside(problem)
            except NotPossible as problem:
                form.say_beside(problem)
                status = 409
            else:
                return finished(one)
    limit = None
    if held:
        limit = standards.review_limit(held.level, one.meeting.case.edition, held_on(one.meeting))
    return step_page(
        one, "meetings/steps/next.html", status, form=form, formset=formset, limit=limit, decided=held is not None
    )
