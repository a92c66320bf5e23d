"""Victims and people at risk: the list, everything about one of them, and adding or closing an entry."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import agencies_of
from mappa.cases.looking import Seen, answered, look, show
from mappa.kernel.decisions import require
from mappa.kernel.lifecycle import actions_from
from mappa.people.models import Victim
from mappa.people.selectors import victims_visible_to
from mappa.plans.models import Action
from mappa.plans.selectors import with_state
from mappa.record.contents import content_of
from mappa.record.declaration import AttachmentType
from mappa.victims.forms import EntryForm
from mappa.victims.kinds import KINDS, LINK, STEP, VULNERABLE, closing
from mappa.victims.lifecycle import CONTACT_STEPS
from mappa.victims.models import EntryKind
from mappa.victims.presenters import record as presenters
from mappa.victims.selectors import (
    Told,
    code_edition,
    entitled,
    entries_visible_to,
    gathered,
    vulnerable_leads,
)
from mappa.victims.services import entries as services

VIEWED = "people:victims:view"
SECTION = "victims/"


@page(Permission.VICTIMS_VIEW)
def victims(request: HttpRequest, reference: str) -> HttpResponse:
    """Victims and people at risk, for those who hold that permission."""
    seen = look(request, reference, VIEWED)
    found = list(victims_visible_to(seen.actor, seen.person))
    told = gathered(found, entries_visible_to(seen.actor, seen.person))
    answer = entitled(seen.person, seen.on, seen.edition)
    name, cited = code_edition(seen.edition)
    may_edit = bool(may(seen.actor, Permission.VICTIMS_EDIT))
    context = {
        "page_title": "Victims and people at risk",
        "cards": presenters.cards(seen.person, told, answer, may_edit=may_edit),
        "add_href": reverse("victim-new", args=[reference]) if may_edit else "",
        "code": name, "code_source": cited,
        "entitled": presenters.entitlement(answer),
    }  # fmt: skip
    return show(request, seen, "victims/list.html", context, section=SECTION)


@page(Permission.VICTIMS_VIEW)
@require_GET
def one(request: HttpRequest, reference: str, victim: int) -> HttpResponse:
    """Everything that was recorded about one victim."""
    seen = look(request, reference, VIEWED)
    told = _told(seen, victim)
    labels = {key: words for key, (words, _) in vulnerable_leads(seen.edition).items()}

    def may_add(kind: str) -> bool:
        return bool(may(seen.actor, services.needed_for(kind)))

    context = {
        "page_title": _title(told.victim),
        "about": presenters.about(told, entitled(seen.person, seen.on, seen.edition)),
        "parts": presenters.sections(
            seen.person, told, agencies=dict(agencies_of(seen.actor.area).values_list("code", "name")), labels=labels,
            actions=_linked(seen, told), may_add=may_add,
        ),
    }  # fmt: skip
    return show(request, seen, "victims/one.html", context, section=SECTION)


def _title(victim: Victim) -> str:
    return f"{victim.get_kind_display()}: {victim.description}"


def _told(seen: Seen, number: int) -> Told:
    found = victims_visible_to(seen.actor, seen.person).filter(pk=number).first()
    if found is None:
        raise Http404
    (told,) = gathered([found], entries_visible_to(seen.actor, seen.person).filter(victim=found))
    return told


def _linked(seen: Seen, told: Told) -> dict[str, str]:
    """The actions of MAPPA that entries name, for those who may read the plan: what is asked and where it stands."""
    wanted = {content_of(each).get(LINK, "").upper() for each in told.of(EntryKind.MARAC_ACTION)} - {""}
    if not wanted or not may(seen.actor, Permission.PLAN_VIEW):
        return {}
    rows = with_state(Action.objects.filter(case__person=seen.person, reference__in=wanted))
    return {each.reference: f"{each.what} ({each.state})" for each in rows}  # type: ignore[attr-defined]


@page(Permission.VICTIMS_RECORD)
def entry(request: HttpRequest, reference: str, victim: int, kind: str) -> HttpResponse:
    """Add one entry about a victim."""
    seen = look(request, reference, VIEWED)
    told, declared = _told(seen, victim), KINDS.get(kind)
    if declared is None:
        raise Http404
    require(may(seen.actor, services.needed_for(kind)))
    answers = {VULNERABLE: [(key, words) for key, (words, _) in vulnerable_leads(seen.edition).items()]}
    if kind == EntryKind.CONTACT:
        answers = {STEP: [(each.value, each.label) for each in actions_from(CONTACT_STEPS, told.contact)]}
    form = _form(request, seen, declared, answers)

    def act() -> None:
        services.add_entry(
            person=seen.person, victim=victim, kind=kind, on=form.cleaned_data["on"], typed=form.typed(),
            actor=seen.actor, at=seen.at,
        )  # fmt: skip

    return _done_or_again(request, seen, form, act, victim, title=declared.label, says=declared.says)


@page(Permission.VICTIMS_RECORD)
def close(request: HttpRequest, reference: str, victim: int, closed: int) -> HttpResponse:
    """Say of an entry that it no longer holds, or what became of a promise."""
    seen = look(request, reference, VIEWED)
    told = _told(seen, victim)
    found = next((each for each in told.entries if each.pk == closed), None)
    if found is None:
        raise Http404
    require(may(seen.actor, services.needed_for(found.kind)))
    form = _form(request, seen, closing(found.kind), {}, dated=False)

    def act() -> None:
        services.close_entry(person=seen.person, entry=closed, typed=form.typed(), actor=seen.actor, at=seen.at)

    title = "What became of a promise" if found.kind == EntryKind.PROMISE else "Close an entry"
    return _done_or_again(
        request, seen, form, act, victim, title=title, says="The entry stays, and says when it ended."
    )


def _form(
    request: HttpRequest, seen: Seen, declared: AttachmentType, answers: dict[str, list[tuple[str, str]]],
    *, dated: bool = True,
) -> EntryForm:  # fmt: skip
    agencies = list(agencies_of(seen.actor.area, seen.on).values_list("code", "name"))
    return EntryForm(request.POST or None, declared=declared, agencies=agencies, answers=answers, dated=dated)


def _done_or_again(
    request: HttpRequest, seen: Seen, form: EntryForm, act: Any, victim: int, *, title: str, says: str
) -> HttpResponse:
    to = reverse("victim-record", args=[seen.person.reference, victim])
    return answered(
        request, seen, form, act, to=to, title=title, back=to.removeprefix(seen.base), submit_text="Record",
        template="victims/form.html", says=says,
    )  # fmt: skip
