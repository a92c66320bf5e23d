"""What every page about one person begins with: who reads, when, and whom; what is hidden is not found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mappa.accounts.models import User
from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, save
from mappa.agencies.selectors import edition_on
from mappa.audit.services import record_shown
from mappa.cases.models import Case
from mappa.cases.presenters import person_frame
from mappa.cases.selectors import case_of, latest_case
from mappa.determinations.services import propose
from mappa.govuk.forms import Form
from mappa.kernel import clock
from mappa.kernel.reading import looks_at
from mappa.people.deciding import say_if_kept_out
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

SUGGESTED = "suggested"
"""Where the session keeps what a form is to be filled in with: never in an address, which others log."""


@dataclass(frozen=True)
class Seen:
    """One reader looking at one person now. `case` is the latest; None before the first."""

    actor: User
    at: datetime
    on: date
    person: Person
    case: Case | None

    def the_case(self) -> Case:
        """The case, on a page that makes no sense without one.

        Raises:
            Http404: there is none yet.
        """
        if self.case is None:
            raise Http404
        return self.case

    @cached_property
    def edition(self) -> str:
        """The policy edition that the reader's area works to on the day."""
        return edition_on(self.actor.area, self.on)

    @property
    def base(self) -> str:
        """The address of the person's own page."""
        return f"/people/{self.person.reference}/"


def find_case(request: HttpRequest, reference: str) -> tuple[User, datetime, date, Case]:
    """Who reads, when, on which day, and the latest case of the person.

    Raises:
        Http404: there is none, or the reader may not know of the person: the same answer.
        Refused: a list keeps the reader from somebody whom they would otherwise know of.
    """
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    try:
        return actor, at, on, case_of(actor, reference, on)
    except Case.DoesNotExist as unknown:
        say_if_kept_out(actor, reference, on=on, at=at)
        raise Http404 from unknown


def look(request: HttpRequest, reference: str, operation: str, **details: Any) -> Seen:
    """Find the person for the reader, and add that they were shown to the record of who has looked.

    Args:
        details: what was shown of them, by name, for the audit row: never the data.

    Raises:
        Http404: there is nobody with this reference, or the reader may not know of them: the same answer.
        Refused: a list keeps the reader from somebody whom they would otherwise know of.
    """
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    known = looks_at(reference)
    person = people_visible_to(actor, on, among=[known]).first() if known else None
    if person is None:
        say_if_kept_out(actor, reference, on=on, at=at)
        raise Http404
    record_shown(operation=operation, actor=actor, subjects=[reference], at=at, **details)
    return Seen(actor, at, on, person, latest_case(person, on))


def show(
    request: HttpRequest, seen: Seen, template: str, context: dict[str, Any], *, section: str = "", status: int = SHOWN
) -> HttpResponse:
    """A page about the person, with the identity bar and the reader's sections."""
    frame = person_frame(seen.person, seen.actor, seen.on, case=seen.case, section=section)
    return render(request, template, {**frame, **context}, status=status)


def show_form(
    request: HttpRequest, seen: Seen, form: Form, *, title: str, back: str, status: int = SHOWN, **more: Any
) -> HttpResponse:
    """A page with one form. `back` is the part of the address to return to, after the person's own."""
    template = more.pop("template", "cases/form.html")
    context = {"page_title": title, "form": form, "cancel_href": seen.base + back, **more}
    if not form.quiet and form.errors and status == SHOWN:
        status = UNSAVED
    return show(request, seen, template, context, status=status)


def answered(
    request: HttpRequest, seen: Seen, form: Form, act: Callable[[], Any], *, to: str, title: str, back: str,
    done: str = "Recorded.", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Do what a form about the person asks for and go on to another page, or show it with what is wrong.

    Args:
        to: the address of the page to go on to.
        done: what stands there.
        back, more: as `show_form` takes them.
    """
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        status = save(form, act)
        if status == SHOWN:
            messages.success(request, done)
            return redirect(to)
    return show_form(request, seen, form, title=title, back=back, status=status, **more)


def and_ask_again(seen: Seen, act: Callable[[], Any]) -> Callable[[], None]:
    """Do it and ask the engine again, both or neither: facts that cannot all be true are not kept."""

    def both() -> None:
        with transaction.atomic():
            act()
            propose(person=seen.person, on=seen.on, actor=seen.actor, at=seen.at)

    return both


def record_fact(
    request: HttpRequest, seen: Seen, form: Form, title: str, act: Callable[[], Any], **more: Any
) -> HttpResponse:
    """Add one fact, and ask the engine again, so that the proposal rests on it."""
    to = reverse("case-facts", args=[seen.person.reference])
    return answered(
        request, seen, form, and_ask_again(seen, act), to=to, title=title, back="facts/", submit_text="Record", **more
    )


def suggest(request: HttpRequest, reference: str, **values: str) -> None:
    """Fill in the form about a person to which the reader goes next. They still decide, and nothing is saved by it."""
    request.session[SUGGESTED] = {"reference": reference, **values}


def suggested(request: HttpRequest, reference: str, *names: str) -> dict[str, str]:
    """What was suggested for the form about this person, by the names of its fields; once, and for nobody else."""
    held = request.session.get(SUGGESTED) or {}
    if request.method != "GET" or held.get("reference") != reference:
        return {}
    del request.session[SUGGESTED]
    return {name: held[name] for name in names if name in held}
