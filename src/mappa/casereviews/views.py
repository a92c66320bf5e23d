"""Reviews of a person's cases: the list, one review, and its three steps."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.casereviews import presenters, services
from mappa.casereviews.forms import CloseReviewForm, OpenReviewForm, VictimsToldForm
from mappa.casereviews.models import CaseReview
from mappa.casereviews.selectors import contact_log, reviews_of
from mappa.cases.looking import Seen, answered, look, show

SECTION, VIEWED = "case-reviews/", "casereviews:review:view"


@page(Permission.CASE_REVIEW_VIEW)
def reviews(request: HttpRequest, reference: str) -> HttpResponse:
    """Every review of the person's cases."""
    seen = look(request, reference, VIEWED)
    may_open = seen.case is not None and may(seen.actor, Permission.CASE_REVIEW_KEEP)
    context = {
        "page_title": "Case reviews",
        "table": presenters.reviews_table(reviews_of(seen.person), reference),
        "new_href": reverse("case-review-new", args=[reference]) if may_open else "",
    }
    return show(request, seen, "casereviews/list.html", context, section=SECTION)


@page(Permission.CASE_REVIEW_KEEP)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a review of the latest case."""
    seen = look(request, reference, VIEWED)
    case, form = seen.the_case(), OpenReviewForm(request.POST or None)

    def act() -> None:
        services.open_review(case=case, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return answered(
        request, seen, form, act, to=seen.base + SECTION, title="Open a review of this case", back=SECTION,
        submit_text="Open the review", done="Opened. Victim liaison is to answer what victims were told.",
    )  # fmt: skip


def _found(seen: Seen, number: int) -> CaseReview:
    found = reviews_of(seen.person).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@page(Permission.CASE_REVIEW_VIEW)
def review(request: HttpRequest, reference: str, case_review: int) -> HttpResponse:
    """One review, with what it still has to answer."""
    seen = look(request, reference, VIEWED)
    found = _found(seen, case_review)
    inside = bool(opens(seen.actor, Compartment.VICTIMS, at=seen.at))
    context: dict[str, Any] = {
        "page_title": found.get_kind_display(),
        "about": presenters.about(found, inside=inside),
        "log": presenters.kept_log(found) if inside and found.victims_at else None,
    }
    if found.closed_at is None:
        places = [reference, found.pk]
        if found.victims_at is None and may(seen.actor, Permission.VICTIMS_RECORD):
            context["answer_href"] = reverse("case-review-victims", args=places)
        if may(seen.actor, Permission.CASE_REVIEW_KEEP):
            context["close_href"] = reverse("case-review-close", args=places)
    return show(request, seen, "casereviews/review.html", context, section=SECTION)


@page(Permission.VICTIMS_RECORD)
def victims(request: HttpRequest, reference: str, case_review: int) -> HttpResponse:
    """Answer what victims were told, beside what the log of contact says."""
    seen = look(request, reference, VIEWED)
    found, form = _found(seen, case_review), VictimsToldForm(request.POST or None)

    def act() -> None:
        services.answer_about_victims(
            person=seen.person, review=found.pk, **form.cleaned_data, actor=seen.actor, at=seen.at
        )

    to = SECTION if may(seen.actor, Permission.CASE_REVIEW_VIEW) else "victims/"
    return answered(
        request, seen, form, act, to=seen.base + to, title=f"{found.get_kind_display()}: what victims were told",
        back=to, submit_text="Record the answer", template="casereviews/victims.html",
        log=presenters.present_log(contact_log(seen.actor, seen.person)),
    )  # fmt: skip


@page(Permission.CASE_REVIEW_KEEP)
def close(request: HttpRequest, reference: str, case_review: int) -> HttpResponse:
    """Close a review with what was found."""
    seen = look(request, reference, VIEWED)
    found, form = _found(seen, case_review), CloseReviewForm(request.POST or None)

    def act() -> None:
        services.close_review(person=seen.person, review=found.pk, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return answered(
        request, seen, form, act, to=seen.base + SECTION, title=f"Close: {found.get_kind_display()}", back=SECTION,
        submit_text="Close the review",
    )  # fmt: skip
