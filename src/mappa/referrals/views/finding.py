"""What the pages about one referral begin with."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.cases.presenters import person_frame
from mappa.cases.selectors import latest_case
from mappa.govuk.forms import Form
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.people.deciding import say_if_kept_out
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.referrals.lifecycle import EDITABLE
from mappa.referrals.models import Referral
from mappa.referrals.selectors import referrals_visible_to

UNPROCESSABLE, CONFLICT = 422, 409


def found(actor: User, reference: str, on: date) -> Referral:
    """The referral, or "not found" where the actor may not know of it."""
    referral = referrals_visible_to(actor, on).filter(reference=reference).first()
    if referral is None:
        raise Http404
    return referral


def person_found(actor: User, reference: str, on: date) -> Person:
    """The person, or "not found" where the actor may not know of them."""
    person = people_visible_to(actor, on).filter(reference=reference).first()
    if person is None:
        say_if_kept_out(actor, reference, on=on, at=clock.now())
        raise Http404
    return person


def may_write(actor: User, referral: Referral) -> bool:
    """Whether the page offers to change the answers; the service decides."""
    own = referral.agency_id == actor.agency_id
    return own and referral.state in EDITABLE and bool(may(actor, Permission.REFERRAL_MAKE))


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    person: Person,
    actor: User,
    at: datetime,
    on: date,
    status: int = 200,
) -> HttpResponse:
    """A page about a person's referral, with the bar that says who it is, and its row in the audit log."""
    record_shown(operation="referrals:referral:view", actor=actor, subjects=[person.reference], at=at)
    frame = person_frame(person, actor, on, case=latest_case(person, on), section="referrals/")
    return render(request, template, {**frame, **context}, status=status)


def blame(form: Form, problem: Incomplete) -> None:
    """Put what a service found missing beside the answers that it concerns."""
    named = {name: say for name, say in problem.fields.items() if name in form.fields}
    for name, say in named.items():
        form.add_error(name, say)
    for name, say in problem.fields.items():
        if name not in named:
            form.add_error(None, say)
    if not problem.fields:
        form.add_error(None, str(problem))
