"""The pages of a co-ordinator: level, lead agency, exit, archive and coming back."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.pages import CONFLICT, SHOWN, page, save
from mappa.accounts.permissions import Permission
from mappa.agencies.models import Agency, AgencyStatus
from mappa.cases import retention, services
from mappa.cases.ending import ending_of
from mappa.cases.forms import ExitForm, LeadAgencyForm, LevelForm, ReasonForm, RecordReviewForm
from mappa.cases.levels import limbs_asked
from mappa.cases.looking import Seen, answered, look, show_form, suggested
from mappa.cases.models import Case
from mappa.cases.presenters.overview import ending_words, levels_table
from mappa.cases.presenters.records import retention_summary, reviews_table
from mappa.cases.prompts import level_3_prompts
from mappa.cases.selectors import latest_row
from mappa.cases.services.leaving import needs_category_3_thought
from mappa.determinations.selectors import latest_determination
from mappa.govuk.forms import Form
from mappa.people.services import review_record


def _read_again(form: Form, read_row: int) -> None:
    """After a conflict the form stands on what is there now, so that saving again follows it."""
    form.data = form.data.copy()
    form.data["read_row"] = str(read_row)


@page(Permission.LEVEL_SET)
def case_level(request: HttpRequest, reference: str) -> HttpResponse:
    """Set the level outside a meeting."""
    seen = look(request, reference, "cases:level:edit")
    case = seen.the_case()
    latest = latest_row(case.levels)
    read_row = latest.pk if latest else 0
    initial = {"read_row": read_row, "since": seen.on, "level": str(latest.level) if latest else None}
    initial |= suggested(request, reference, "level")
    edition = seen.edition
    form = LevelForm(request.POST or None, initial=initial, limbs=limbs_asked(case, seen.on), edition=edition)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        level = int(typed["level"])
        status = save(
            form,
            lambda: services.decide_level(
                case=case,
                level=level,
                since=typed["since"],
                lowest_level=typed["lowest_level"],
                rationale=typed["rationale"],
                exceptional_reason=typed["exceptional_reason"],
                answers=form.answers(),
                read_row=typed["read_row"],
                actor=seen.actor,
                at=seen.at,
            ),
        )
        if status == SHOWN:
            messages.success(request, f"Level {level} is set.")
            return redirect("case-overview", reference)
    if status == CONFLICT:
        _read_again(form, read_row)
    more = {
        "template": "cases/level.html",
        "levels": levels_table(case, edition),
        "prompts": level_3_prompts(case, edition, seen.on),
        "submit_text": "Set the level",
    }
    return show_form(request, seen, form, title="Set the level", back="", status=status, **more)


@page(Permission.LEVEL_SET)
def case_lead_agency(request: HttpRequest, reference: str) -> HttpResponse:
    """Name another lead agency."""
    seen = look(request, reference, "cases:lead-agency:edit")
    case = seen.the_case()
    latest = latest_row(case.lead_agencies)
    read_row = latest.pk if latest else 0
    agencies = Agency.objects.filter(areas=seen.actor.area).exclude(status=AgencyStatus.NEITHER).order_by("name")
    initial = {"read_row": read_row, "since": seen.on, "agency": latest.agency_id if latest else None}
    initial |= suggested(request, reference, "agency")
    form = LeadAgencyForm(request.POST or None, initial=initial, agencies=agencies)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        status = save(form, lambda: services.change_lead_agency(case=case, **typed, actor=seen.actor, at=seen.at))
        if status == SHOWN:
            messages.success(request, f"{typed['agency'].name} leads.")
            return redirect("case-overview", reference)
    if status == CONFLICT:
        _read_again(form, read_row)
    return show_form(request, seen, form, title="Change the lead agency", back="", status=status)


@page(Permission.CASE_EXIT)
def case_exit(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case with a statement; the day and the reason come from the law where it ends the case."""
    seen = look(request, reference, "cases:case:exit-form")
    case = seen.the_case()
    form = ExitForm(request.POST or None, ask_category_3=needs_category_3_thought(case, seen.on))
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        status = save(form, lambda: services.exit_case(case=case, **form.cleaned_data, actor=seen.actor, at=seen.at))
        if status == SHOWN:
            messages.success(request, "The case is closed.")
            return redirect("case-overview", reference)
    more = {
        "template": "cases/exit.html",
        "submit_text": "Close the case",
        "submit_classes": "govuk-button--warning",
        **_ending(seen),
    }
    return show_form(request, seen, form, title="Close the case", back="", status=status, **more)


def _ending(seen: Seen) -> dict[str, object]:
    determination = latest_determination(seen.person)
    if determination is None:
        return {"ending": [], "can_end": True}
    ending = ending_of(seen.person, determination.answer, seen.on)
    return {
        "ending": ending_words(ending, seen.on),
        "reason": ending.reason.label,
        "can_end": ending.has_come(seen.on),
    }


@page(Permission.CASE_EXIT)
def case_archive(request: HttpRequest, reference: str) -> HttpResponse:
    """Archive a case that has ended."""
    seen = look(request, reference, "cases:case:archive-form")
    return _with_reason(request, seen, services.archive_case, "Archive the record", "The record is archived.")


@page(Permission.CASE_REACTIVATE)
def case_reactivate(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring a case back whole."""
    seen = look(request, reference, "cases:case:reactivate-form")
    act = partial(services.reactivate_case, on=seen.on)
    return _with_reason(request, seen, act, "Re-activate the case", "The case is open again, with its whole history.")


def _with_reason(request: HttpRequest, seen: Seen, act: Callable[..., Case], title: str, done: str) -> HttpResponse:
    case = seen.the_case()
    form = ReasonForm(request.POST or None)
    return answered(
        request, seen, form, lambda: act(case=case, **form.cleaned_data, actor=seen.actor, at=seen.at), to=seen.base,
        title=title, back="", done=done, submit_text=title,
    )  # fmt: skip


@page(Permission.PERSON_EDIT)
def record_reviews(request: HttpRequest, reference: str) -> HttpResponse:
    """The reviews of the nominal record, and a form to record one: who, what was decided and why (NOMINAL-13)."""
    seen = look(request, reference, "people:record:review-form")
    form = RecordReviewForm(request.POST or None)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        status = save(form, lambda: review_record(person=seen.person, **typed, actor=seen.actor, at=seen.at))
        if status == SHOWN:
            messages.success(request, "The review is recorded. Nothing was removed.")
            return redirect("record-reviews", reference)
    more = {
        "summary": retention_summary(
            retention.review_due(seen.person), waits=retention.review_waits(seen.person, seen.on)
        ),
        "reviews": reviews_table(retention.reviews_of(seen.person)),
        "template": "cases/record_reviews.html",
        "submit_text": "Record the review",
    }
    return show_form(request, seen, form, title="Reviews of the record", back="", status=status, **more)
