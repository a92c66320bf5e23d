"""Writing sections: the chair's steps, and the minutes by section. Two people at once both keep their text."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.assessments.models import Assessment
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.meetings import agenda
from mappa.meetings.forms.chairing import actions
from mappa.meetings.forms.sections import over_what_is_stored, sections_form
from mappa.meetings.models import Meeting, MinuteItem
from mappa.meetings.presenters import meetings as meetings_presenters
from mappa.meetings.presenters import minutes as presenters
from mappa.meetings.presenters import run as run_presenters
from mappa.meetings.readiness import readiness_of
from mappa.meetings.selectors import agencies_of
from mappa.meetings.services.planning import revise_plan
from mappa.meetings.services.writing import StaleSections, write_sections
from mappa.meetings.views.finding import frame, the_meeting
from mappa.meetings.views.stepping import Step, finished, step_page
from mappa.plans.selectors import actions_of


def stored(meeting: Meeting, items: tuple[agenda.Item, ...]) -> dict[str, MinuteItem]:
    """The sections as they are stored now, by key.

    Raises:
        NotPossible: the meeting has not begun.
    """
    rows = {row.key: row for row in meeting.items.filter(key__in=[item.key for item in items])}
    if set(rows) != {item.key for item in items}:
        raise NotPossible("This meeting has not begun, so it has no minutes yet. Open the meeting first.")
    return rows


def sections_step(one: Step) -> HttpResponse:
    """A step that is written: its sections, with what helps to write them."""
    meeting = one.meeting
    items = agenda.items_of(one.name, meeting.case.edition, level=meeting.level)
    form = sections_form(one.posted, items=items, rows=stored(meeting, items))
    formset = None
    if one.name == "plan":
        formset = actions(list(agencies_of(one.actor)))(one.posted, prefix="actions")
    status, both = 200, []
    if formset is not None and formset.button_pressed():
        formset, form.quiet = formset.after_button(), True
    elif one.posted is not None:
        status = 422
        if form.is_valid() & (formset is None or formset.is_valid()):
            new = formset.answers() if formset is not None else []
            try:
                revise_plan(meeting=meeting, sections=form.sections(), actions=new, actor=one.actor, at=one.at)
            except StaleSections as stale:
                form = over_what_is_stored(sections_form(one.posted, items=items, rows=stored(meeting, items)))
                both, status = presenters.conflict(items, form.rows, stale.keys), 409
            except Incomplete as problem:
                for text in problem.fields.values():
                    form.add_error(None, text)
            else:
                return finished(one)
    context = {"form": form, "formset": formset, "both": both, "has_errors": bool(both), **_beside(one)}
    return step_page(one, "meetings/steps/sections.html", status, **context)


def _beside(one: Step) -> dict[str, object]:
    """What the chair reads beside the texts of a step."""
    meeting = one.meeting
    if one.name == "actions":
        earlier = list(actions_of(meeting.case).exclude(meeting=meeting.reference))
        return {"table": run_presenters.earlier_actions(earlier), "empty_text": "No action was set before."}
    if one.name in {"updates", "victims"}:
        victims = bool(may(one.actor, Permission.VICTIMS_VIEW))
        return {"cards": meetings_presenters.replies(readiness_of(meeting), victims=victims)}
    if one.name == "risk":
        held = Assessment.objects.filter(person=meeting.case.person).prefetch_related("ratings").order_by("-on", "-id")
        shown = run_presenters.ratings(held.first())
        return {
            "table": shown,
            "empty_text": "The last assessment rates no group.",
            "risk_href": f"/people/{meeting.case.person.reference}/risk/",
        }
    if one.name == "plan":
        set_here = list(actions_of(meeting.case).filter(meeting=meeting.reference))
        shown = run_presenters.earlier_actions(set_here)
        return {
            "table": {**shown, "caption": "Actions set at this meeting"},
            "empty_text": "No action has been set at this meeting yet. Give each an owner, an agency and a day.",
        }
    return {}


@page(Permission.MINUTES_WRITE)
def section(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """One section of the minutes."""
    actor, at = actor_of(request), clock.now()
    meeting = the_meeting(actor, reference, at)
    items = tuple(item for item in agenda.items(meeting.case.edition) if item.key == key)
    if not items:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form, status, both = sections_form(posted, items=items, rows=stored(meeting, items)), 200, []
    if posted is not None:
        status = 422
        if form.is_valid():
            try:
                write_sections(meeting=meeting, sections=form.sections(), actor=actor, at=at)
            except StaleSections as stale:
                form = over_what_is_stored(sections_form(posted, items=items, rows=stored(meeting, items)))
                both, status = presenters.conflict(items, form.rows, stale.keys), 409
            else:
                messages.success(request, f"{items[0].label}: saved.")
                return redirect("minutes", reference)
    record_shown(
        operation="meetings:minutes:view", actor=actor, subjects=[meeting.case.person.reference], at=at, section=key
    )
    back = f"/meetings/{reference}/minutes/"
    context = frame(
        meeting, actor, at, items[0].label, form=form, both=both, has_errors=bool(both), back_href=back,
        cancel_href=back,
    )  # fmt: skip
    return render(request, "meetings/steps/sections.html", context, status=status)
