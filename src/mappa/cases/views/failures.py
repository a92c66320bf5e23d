"""Failures to notify: opening one, what follows it, and its outcome."""

from django.http import Http404, HttpRequest, HttpResponse

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import Seen, look, record_fact
from mappa.offending.forms import BreachActionDoneForm, BreachActionForm, BreachForm, BreachOutcomeForm
from mappa.offending.models import BreachAction, NotificationBreach
from mappa.offending.services.follow_up import end_breach_action, record_breach_action
from mappa.offending.services.notification import decide_breach, record_breach


@page(Permission.FACT_RECORD)
def breach_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the record of a failure to notify."""
    seen = look(request, reference, "offending:breach:form")
    form = BreachForm(request.POST or None)

    def act() -> None:
        record_breach(person=seen.person, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, "Record a failure to notify", act)


@page(Permission.FACT_RECORD)
def breach_outcome(request: HttpRequest, reference: str, breach: int) -> HttpResponse:
    """Record what came of a failure to notify."""
    seen = look(request, reference, "offending:breach:outcome-form")
    row = _failure(seen, breach)
    form = BreachOutcomeForm(request.POST or None)

    def act() -> None:
        decide_breach(breach=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, "Record the outcome", act)


@page(Permission.FACT_RECORD)
def breach_action_new(request: HttpRequest, reference: str, breach: int) -> HttpResponse:
    """Record what follows a failure to notify."""
    seen = look(request, reference, "offending:breach-action:form")
    row = _failure(seen, breach)
    form = BreachActionForm(request.POST or None)

    def act() -> None:
        record_breach_action(breach=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, f"What follows: {row.what}", act)


@page(Permission.FACT_RECORD)
def breach_action_done(request: HttpRequest, reference: str, breach_action: int) -> HttpResponse:
    """Record that what follows a failure to notify was done."""
    seen = look(request, reference, "offending:breach-action:done-form")
    about = BreachAction.objects.filter(breach__person=seen.person).select_related("breach__person")
    row = about.filter(pk=breach_action).first()
    if row is None:
        raise Http404
    form = BreachActionDoneForm(request.POST or None)

    def act() -> None:
        end_breach_action(action=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, f"Done: {row.what}", act)


def _failure(seen: Seen, number: int) -> NotificationBreach:
    row = seen.person.notification_breaches.filter(pk=number).first()
    if row is None:
        raise Http404
    return row
