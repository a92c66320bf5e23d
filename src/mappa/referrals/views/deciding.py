"""Gatekeeping, consulting, and the path of a dispute."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.agencies.selectors import agencies_of
from mappa.govuk.forms import Form
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.referrals import presenters, services
from mappa.referrals.forms import DecisionForm, DisputeForm, FinalForm, consultation_form
from mappa.referrals.models import Referral
from mappa.referrals.views.finding import UNPROCESSABLE, blame, found, show

TOLD = {"accept": "Referral accepted. The level is set when the meeting decides.",
        "reject": "Referral rejected. The reason is shown to the referrer.",
        "return": "Referral returned. The clock stands still until it is sent again."}  # fmt: skip
DISPUTE_TITLES = {
    "dispute": ("Disagree with the rejection", "First try to settle it with the co-ordinator."),
    "settle": ("Record that it is settled", "The rejection stands. Say how it was settled."),
    "escalate": ("Pass to a senior manager", "A senior manager of your agency then decides, finally."),
}


@page(Permission.REFERRAL_DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """The two questions of gatekeeping, and the decision."""
    actor, at = actor_of(request), clock.now()
    referral = found(actor, reference, clock.day_of(at))
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        outcome, _, level = (facts.pop("outcome") or "").partition("-")
        try:
            services.decide_referral(
                reference=reference, outcome=outcome, level=int(level) if level else None, **facts, actor=actor, at=at
            )
        except Incomplete as problem:
            blame(form, problem)
        else:
            messages.success(request, TOLD[outcome])
            return redirect("referral-detail", reference)
    age = presenters.assessment_age(referral.assessment_on, clock.day_of(at))
    return _form_page(request, referral, form, "Decide on the referral", "Record the decision", intro=age)


@page(Permission.REFERRAL_DECIDE)
@require_http_methods(["GET", "POST"])
def consult(request: HttpRequest, reference: str) -> HttpResponse:
    """Record whom the co-ordinator asked and what they said."""
    actor, at = actor_of(request), clock.now()
    referral = found(actor, reference, clock.day_of(at))
    agencies = {agency.pk: agency for agency in agencies_of(actor.area)}
    form = consultation_form(agencies.values())(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"agency": agencies[form.cleaned_data["agency"]]}
        services.consult(reference=reference, **facts, actor=actor, at=at)
        messages.success(request, "Consultation recorded.")
        return redirect("referral-detail", reference)
    return _form_page(request, referral, form, "Record a consultation", "Record the consultation")


@page(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Disagree with a rejection, settle it, or pass it to a senior manager: each with a reason."""
    if action not in DISPUTE_TITLES:
        raise Http404
    actor, at = actor_of(request), clock.now()
    referral = found(actor, reference, clock.day_of(at))
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.dispute_referral(reference=reference, action=action, **form.cleaned_data, actor=actor, at=at)
        messages.success(request, "Recorded.")
        return redirect("referral-detail", reference)
    title, intro = DISPUTE_TITLES[action]
    return _form_page(request, referral, form, title, "Record it", intro=intro)


@page(Permission.REFERRAL_OVERRULE)
@require_http_methods(["GET", "POST"])
def final(request: HttpRequest, reference: str) -> HttpResponse:
    """The final word of a senior manager of the referring agency."""
    actor, at = actor_of(request), clock.now()
    referral = found(actor, reference, clock.day_of(at))
    form = FinalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome, _, level = form.cleaned_data["outcome"].partition("-")
        services.finally_decide(
            reference=reference, overrule=outcome == "overrule", level=int(level) if level else None,
            reason=form.cleaned_data["reason"], actor=actor, at=at,
        )  # fmt: skip
        messages.success(request, "Final decision recorded.")
        return redirect("referral-detail", reference)
    return _form_page(request, referral, form, "Decide the dispute", "Record the final decision")


def _form_page(
    request: HttpRequest, referral: Referral, form: Form, title: str, submit: str, *, intro: str = ""
) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    context = {
        "page_title": title,
        "caption": f"Referral {referral.reference}",
        "form": form,
        "submit_text": submit,
        "intro": intro,
        "cancel_href": f"/referrals/{referral.reference}/",
    }
    status = UNPROCESSABLE if form.errors else 200
    return show(
        request, "referrals/form.html", context, person=referral.person, actor=actor, at=at, on=clock.day_of(at),
        status=status,
    )  # fmt: skip
