"""The nominal's own pages: names, numbers, addresses, death, and adding or changing a victim."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mappa.accounts.attribution import attributed
from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.audit.services import record_shown
from mappa.govuk.forms import Form
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Stale
from mappa.people import presenters, services
from mappa.people.deciding import say_if_kept_out
from mappa.people.forms import (
    AddressForm,
    AliasForm,
    DeathForm,
    IdentifierForm,
    NominalForm,
    VictimForm,
)
from mappa.people.models import Person, Victim
from mappa.people.selectors import people_visible_to, victims_visible_to

FACTS = ("family_name", "given_names", "date_of_birth", "sex", "ethnicity")
VICTIM_FACTS = ("kind", "description", "contact", "messenger", "views", "safety")
OPERATIONS = {
    NominalForm: "people:person:edit",
    DeathForm: "people:death:edit",
    VictimForm: "people:victim:edit",
}
"""What is put on record when a form is shown; other forms add to the record."""


def _person(actor: User, reference: str) -> Person:
    at = clock.now()
    person = people_visible_to(actor, clock.day_of(at), at=at).filter(reference=reference).first()
    if person is None:
        say_if_kept_out(actor, reference, on=clock.day_of(at), at=at)
        raise Http404
    return person


def _save(form: Form, act: Callable[[], Any]) -> int:
    """Try a service; on what a person can put right, say so beside the fields. Gives the status to answer with."""
    try:
        act()
    except Incomplete as wrong:
        form.say_beside(wrong)
        return 422
    except NotPossible as wrong:
        form.add_error(None, str(wrong))
        return 409
    return 200


def _form_page(
    request: HttpRequest, person: Person, form: Form, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    """The form, empty, wrong or overtaken by somebody else's change: each shows the person, so each is recorded."""
    operation = OPERATIONS.get(type(form), "people:person:add-to")
    record_shown(operation=operation, actor=actor_of(request), subjects=[person.reference], at=clock.now())
    context = {
        "page_title": title,
        "form": form,
        "cancel_href": reverse("person-details", args=[person.reference]),
        **presenters.person_frame(person),
        **more,
    }
    return render(request, "people/form.html", context, status=422 if form.errors and status == 200 else status)  # noqa: PLR2004 - unsaved


def _conflict_page(  # noqa: PLR0917 - one page, told everything it shows
    request: HttpRequest, person: Person, form: Form, title: str, wrong: Stale, now: dict[str, Any], version: int
) -> HttpResponse:
    """Both texts; what was typed stays in the form, which now stands on the newer version."""
    both = presenters.conflict(form, now)
    form.data = form.data.copy()
    form.data["version"] = str(version)
    return _form_page(request, person, form, title, 409, stale=str(wrong), both=both, has_errors=True)


def _changed(
    request: HttpRequest, person: Person, form: Form, title: str, act: Callable[[], None], *, now: dict[str, Any],
    saved: str,
) -> HttpResponse:  # fmt: skip
    """Do it and go back to the details, or stay: with what is wrong, or with both texts if somebody saved first."""
    try:
        status = _save(form, act)
    except Stale as wrong:
        return _conflict_page(request, person, form, title, wrong, now, person.version)
    if form.errors:
        return _form_page(request, person, form, title, status)
    messages.success(request, saved)
    return redirect("person-details", person.reference)


@page(Permission.PERSON_VIEW)
def details(request: HttpRequest, reference: str) -> HttpResponse:
    """The front of the record."""
    actor = actor_of(request)
    person = _person(actor, reference)
    record_shown(operation="people:person:details", actor=actor, subjects=[reference], at=clock.now())
    cards = presenters.details(
        person,
        list(attributed(person.aliases.order_by("pk"))),
        list(attributed(person.identifiers.order_by("kind"))),
        list(attributed(person.addresses.order_by("-since", "-pk"))),
        may_edit=bool(may(actor, Permission.PERSON_EDIT)),
    )
    context = {"page_title": "Names, numbers and addresses", "cards": cards, **presenters.person_frame(person)}
    return render(request, "people/details.html", context)


@page(Permission.PERSON_EDIT)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change names and birth; two people at once both keep their text."""
    actor, title = actor_of(request), "Change names and birth"
    person = _person(actor, reference)
    now = {name: getattr(person, name) for name in FACTS}
    form = NominalForm(request.POST or None, initial={**now, "version": person.version})
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, person, form, title)
    typed = form.cleaned_data

    def act() -> None:
        facts = services.NominalFacts(**{name: typed[name] for name in FACTS})
        services.change_nominal(
            reference=reference, facts=facts, read_version=typed["version"], actor=actor, at=clock.now()
        )

    return _changed(request, person, form, title, act, now=now, saved="Names and birth saved.")


@page(Permission.PERSON_EDIT)
def death(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the person has died."""
    actor, title = actor_of(request), "Record a death"
    person = _person(actor, reference)
    now = {"died_on": person.died_on, "death_learned_on": person.death_learned_on}
    form = DeathForm(request.POST or None, initial={**now, "version": person.version})
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, person, form, title)
    typed = form.cleaned_data

    def act() -> None:
        services.record_death(
            reference=reference, died_on=typed["died_on"], learned_on=typed["death_learned_on"],
            read_version=typed["version"], actor=actor, at=clock.now(),
        )  # fmt: skip

    saved = "Death recorded. The record stays; what follows is worked out from the day."
    return _changed(request, person, form, title, act, now=now, saved=saved)


def _adding(request: HttpRequest, reference: str, form: Form, title: str, add: Callable[..., Any]) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, reference)
    status = 200
    if request.method == "POST" and form.is_valid():
        status = _save(form, lambda: add(person=person, actor=actor, at=clock.now(), **form.cleaned_data))
        if not form.errors:
            messages.success(request, "Saved.")
            return redirect("person-details", reference)
    return _form_page(request, person, form, title, status)


@page(Permission.PERSON_EDIT)
def add_alias(request: HttpRequest, reference: str) -> HttpResponse:
    """Add another name."""
    return _adding(request, reference, AliasForm(request.POST or None), "Add another name", services.add_alias)


@page(Permission.PERSON_EDIT)
def add_address(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an address with its days."""
    return _adding(request, reference, AddressForm(request.POST or None), "Add an address", services.add_address)


@page(Permission.PERSON_EDIT)
def add_identifier(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a number that an agency gave."""
    form = IdentifierForm(request.POST or None)
    return _adding(request, reference, form, "Add a number", services.add_identifier)


@page(Permission.VICTIMS_EDIT)
def victim_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a victim or somebody at risk."""
    return _victim(request, reference, None)


@page(Permission.VICTIMS_EDIT)
def victim_edit(request: HttpRequest, reference: str, victim: int) -> HttpResponse:
    """Change what is known of a victim."""
    return _victim(request, reference, victim)


def _victim(request: HttpRequest, reference: str, number: int | None) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, reference)
    found = victims_visible_to(actor, person).filter(pk=number).first() if number else Victim()
    if found is None:
        raise Http404
    found.require_readable()
    title = "Change a victim's details" if number else "Add a victim or person at risk"
    back = {"cancel_href": reverse("victims", args=[reference])}
    now = {name: getattr(found, name) for name in VICTIM_FACTS}
    contact = now.pop("contact") if number else ""  # later steps are entries of their own, in `victims`
    form = VictimForm(request.POST or None, initial={**now, "version": found.version})
    if number:
        del form.fields["contact"]
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, person, form, title, **back)
    typed = form.cleaned_data
    facts = services.VictimFacts(**{"contact": contact, **{name: typed[name] for name in now}})
    common = {"reference": reference, "facts": facts, "actor": actor, "at": clock.now()}
    try:
        if number:
            services.change_victim(victim=number, read_version=typed["version"], **common)
        else:
            services.add_victim(**common)
    except Stale as wrong:
        return _conflict_page(request, person, form, title, wrong, now, found.version)
    messages.success(request, "Saved.")
    return redirect("victims", reference)
