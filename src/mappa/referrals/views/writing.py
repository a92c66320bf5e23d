"""Writing form A: begin, a page for each section, check, send."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.govuk.presenters import content
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Stale
from mappa.referrals import presenters, services
from mappa.referrals.forms import FORMS, ScreeningForm, SectionForm, VersionOnlyForm, invitee_forms
from mappa.referrals.lifecycle import ReferralState
from mappa.referrals.models import Referral
from mappa.referrals.policy import gap_questions
from mappa.referrals.sections import BY_KEY, GAP_QUESTIONS, QUESTIONS, Section
from mappa.referrals.selectors import before
from mappa.referrals.views.finding import CONFLICT, UNPROCESSABLE, blame, found, may_write, person_found, show


@page(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """What came before, and the button that begins a referral filled in with what is known."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    person = person_found(actor, reference, on)
    if request.method == "POST":
        referral = services.start_referral(person_reference=reference, actor=actor, at=at)
        return redirect("referral-detail", referral.reference)
    context = {"page_title": "Refer to level 2 or 3", "earlier": presenters.earlier(*before(actor, person, on))}
    return show(request, "referrals/new.html", context, person=person, actor=actor, at=at, on=on)


@page(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def screening(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the agency's own screening of the person, also when it proposes level 1."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    person = person_found(actor, reference, on)
    form = ScreeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.record_screening(person_reference=reference, **form.cleaned_data, actor=actor, at=at)
        messages.success(request, "Screening recorded.")
        return redirect("referral-new", reference)
    context = {
        "page_title": "Record your agency's screening",
        "form": form,
        "submit_text": "Record the screening",
        "cancel_href": f"/people/{reference}/referrals/new/",
        "intro": "Keep what your agency proposes and why, also when the answer is level 1.",
    }
    status = UNPROCESSABLE if form.errors else 200
    return show(request, "referrals/form.html", context, person=person, actor=actor, at=at, on=on, status=status)


@page(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """One section of a draft: saved complete or not; a stale page keeps both texts."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    spec = BY_KEY.get(key)
    if spec is None:
        raise Http404
    referral = found(actor, reference, on)
    if key == "invitees":
        return _invitees(request, referral, actor, spec)
    form = _form_of(spec, referral, request, on)
    status, theirs = 200, []
    if request.method == "POST":
        if form.is_valid():
            values = dict(form.cleaned_data)
            read = values.pop("version")
            try:
                services.save_section(
                    reference=reference, section=key, values=values, read_version=read, actor=actor, at=at
                )
            except Stale as stale:
                status, theirs = CONFLICT, _keep_both(form, found(actor, reference, on), stale)
            else:
                return redirect("referral-detail", reference)
        else:
            status = UNPROCESSABLE
    _must_be_writable(actor, referral)
    context = _section_context(referral, spec) | {"form": form, "theirs": theirs}
    if key == "risk":
        context["intro"] = presenters.assessment_age(referral.assessment_on, on)
    return show(
        request, "referrals/section.html", context, person=referral.person, actor=actor, at=at, on=on, status=status
    )


def _section_context(referral: Referral, spec: Section) -> dict[str, Any]:
    return {
        "page_title": spec.title,
        "caption": f"Referral {referral.reference}",
        "cancel_href": f"/referrals/{referral.reference}/",
        "back_href": f"/referrals/{referral.reference}/",
    }


def _must_be_writable(actor: User, referral: Referral) -> None:
    if not may_write(actor, referral):
        raise NotPossible(
            "The answers of this referral cannot be changed by you now: it was sent, or it is another agency's."
            " Open the referral to see where it stands."
        )


def _form_of(spec: Section, referral: Referral, request: HttpRequest, on: Any) -> SectionForm:
    initial = {name: getattr(referral, name) for name in spec.fields} | {"version": referral.version}
    form = FORMS[spec.key](request.POST or None, initial=initial)
    if spec.key == "reason":
        asked = gap_questions(edition_on(referral.referrer.area, on))
        for name in set(GAP_QUESTIONS) - set(asked):
            del form.fields[name]
    return form


def _keep_both(form: SectionForm, now: Referral, stale: Stale) -> list[dict[str, Any]]:
    """Say what happened, let the page save over the version of now, and give the other text of each answer."""
    differing = [
        {"question": QUESTIONS[name], "text": content(getattr(now, name))["text"]}
        for name in form.cleaned_data
        if name != "version" and form.cleaned_data[name] != getattr(now, name)
    ]
    form.data = form.data.copy()
    form.data["version"] = str(now.version)
    form.add_error(None, str(stale))
    return differing


def _invitees(request: HttpRequest, referral: Referral, actor: User, spec: Section) -> HttpResponse:
    at = clock.now()
    on = clock.day_of(at)
    agencies = {agency.pk: agency for agency in agencies_of(actor.area)}
    kind = invitee_forms(agencies.values())
    kept = list(referral.invitees.order_by("id"))
    initial = [{"agency": invitee.agency_id, "reason": invitee.reason} for invitee in kept]
    form = VersionOnlyForm(request.POST or None, initial={"version": referral.version})
    formset = kind(request.POST or None, prefix="invitees", initial=initial)
    status, theirs = 200, []
    if formset.button_pressed():
        formset, form.quiet = formset.after_button(), True
    elif request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and formset.is_valid():
            try:
                _save_invitees(referral, agencies, formset, form, actor=actor, at=at)
            except Stale as stale:
                status, theirs = CONFLICT, [{"question": "Agencies", "text": _named(referral)}]
                form.data = form.data.copy()
                form.data["version"] = str(found(actor, referral.reference, on).version)
                form.add_error(None, str(stale))
            except Incomplete as problem:
                blame(form, problem)
            else:
                return redirect("referral-detail", referral.reference)
    _must_be_writable(actor, referral)
    context = _section_context(referral, spec) | {"form": form, "formset": formset, "theirs": theirs}
    return show(
        request, "referrals/section.html", context, person=referral.person, actor=actor, at=at, on=on, status=status
    )


def _named(referral: Referral) -> str:
    rows = referral.invitees.select_related("agency").order_by("id")
    return "; ".join(f"{invitee.agency.name}: {invitee.reason}" for invitee in rows)


def _save_invitees(
    referral: Referral, agencies: dict[int, Agency], formset: Any, form: VersionOnlyForm, *, actor: User, at: Any
) -> None:
    services.save_invitees(
        reference=referral.reference,
        invitees=[(agencies[answer["agency"]], answer["reason"]) for answer in formset.answers()],
        read_version=form.cleaned_data["version"],
        actor=actor,
        at=at,
    )


@page(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """All answers on one page, and the button that sends them. What is missing is linked from the error summary."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    referral = found(actor, reference, on)
    problems: list[Any] = []
    form = VersionOnlyForm(request.POST or None, initial={"version": referral.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        if referral.state == ReferralState.SUBMITTED:  # the button was pressed twice: it is sent already
            return redirect("referral-detail", reference)
        try:
            services.submit_referral(reference=reference, actor=actor, at=at, read_version=form.cleaned_data["version"])
        except Incomplete:
            status, problems = UNPROCESSABLE, presenters.errors(referral, services.what_is_missing(referral, on))
        else:
            messages.success(request, "Referral sent to the co-ordinator. The time for a decision runs from today.")
            return redirect("referral-detail", reference)
    _must_be_writable(actor, referral)
    context = {
        "page_title": "Check the answers",
        "caption": f"Referral {referral.reference}",
        "back_href": f"/referrals/{reference}/",
        "cards": presenters.answers(referral, referral.invitees.select_related("agency"), editable=True, victims=True),
        "errors": problems,
        "has_errors": bool(problems),
        "version_form": form,
    }
    return show(
        request, "referrals/check.html", context, person=referral.person, actor=actor, at=at, on=on, status=status
    )
