"""Applications to end indefinite notification, and what was decided (IDENT-31)."""

from django.http import Http404, HttpRequest, HttpResponse

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import Seen, look, record_fact
from mappa.cases.presenters.facts import review_words
from mappa.determinations.services import ask
from mappa.offending import services
from mappa.offending.forms import ReviewDecisionForm, ReviewForm

TEMPLATE = "cases/review.html"


def _words(seen: Seen) -> list[str]:
    """The earliest day and what bars a review, by the facts as they are now."""
    _, answer = ask(seen.person, on=seen.on)
    return review_words(answer)


@page(Permission.FACT_RECORD)
def review_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record an application that was received."""
    seen = look(request, reference, "offending:review:form")
    form = ReviewForm(request.POST or None)

    def act() -> None:
        services.record_review(person=seen.person, **form.cleaned_data, actor=seen.actor, at=seen.at)

    title = "Record an application to end notification"
    return record_fact(request, seen, form, title, act, template=TEMPLATE, words=_words(seen))


@page(Permission.FACT_RECORD)
def review_decide(request: HttpRequest, reference: str, review: int) -> HttpResponse:
    """Record the decision on an application."""
    seen = look(request, reference, "offending:review:decide-form")
    row = seen.person.notification_reviews.filter(pk=review).first()
    if row is None:
        raise Http404
    form = ReviewDecisionForm(request.POST or None)

    def act() -> None:
        services.decide_review(review=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    title = "Record the decision on an application"
    return record_fact(request, seen, form, title, act, template=TEMPLATE, words=_words(seen))
