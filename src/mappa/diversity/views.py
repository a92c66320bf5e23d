"""What is recorded for fairness about a person, or about a victim on their record, and one more answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from mappa.accounts.pages import SHOWN, page, save
from mappa.accounts.permissions import Permission
from mappa.cases.looking import Seen, look, show, show_form
from mappa.diversity import presenters
from mappa.diversity.forms import CharacteristicForm
from mappa.diversity.selectors import AGE, Characteristic, about, characteristics, facts_visible_to, standing
from mappa.diversity.services import record_diversity
from mappa.people.models import Victim
from mappa.people.selectors import victims_visible_to

VIEWED = "diversity:fact:view"


@page(Permission.DIVERSITY_RECORD)
@require_GET
def of_person(request: HttpRequest, reference: str) -> HttpResponse:
    """What is recorded about the person managed."""
    return _shown(request, look(request, reference, VIEWED), None)


@page(Permission.VICTIMS_EDIT)
@require_GET
def of_victim(request: HttpRequest, reference: str, victim: int) -> HttpResponse:
    """What is recorded about a victim on the record."""
    seen = look(request, reference, VIEWED)
    return _shown(request, seen, _victim(seen, victim))


@page(Permission.DIVERSITY_RECORD)
def record_of_person(request: HttpRequest, reference: str, characteristic: str) -> HttpResponse:
    """Record or put right one characteristic of the person managed."""
    return _recorded(request, look(request, reference, VIEWED), None, characteristic)


@page(Permission.VICTIMS_EDIT)
def record_of_victim(request: HttpRequest, reference: str, victim: int, characteristic: str) -> HttpResponse:
    """Record or put right one characteristic of a victim."""
    seen = look(request, reference, VIEWED)
    return _recorded(request, seen, _victim(seen, victim), characteristic)


def _victim(seen: Seen, number: int) -> Victim:
    found = victims_visible_to(seen.actor, seen.person).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _asked(seen: Seen) -> dict[str, Characteristic]:
    return characteristics(seen.edition)


def _address(seen: Seen, victim: Victim | None) -> str:
    if victim:
        return reverse("victim-diversity", args=[seen.person.reference, victim.pk])
    return reverse("diversity", args=[seen.person.reference])


def _shown(request: HttpRequest, seen: Seen, victim: Victim | None) -> HttpResponse:
    asked = _asked(seen)
    facts = about(facts_visible_to(seen.actor, seen.on), seen.person, victim)
    context = {
        "page_title": f"Diversity of {victim.description}" if victim else "Diversity",
        "why": presenters.WHY,
        "card": presenters.standing_card(
            asked.values(), facts, base=_address(seen, victim),
            age=None if victim else presenters.age_words(asked[AGE], seen.person, seen.on),
        ),
        "history": presenters.history_table(asked, facts) if facts else None,
        "groups": [(each.label, each.source) for each in asked.values()],
    }  # fmt: skip
    return show(request, seen, "diversity/shown.html", context, section="victims/" if victim else "diversity/")


def _recorded(request: HttpRequest, seen: Seen, victim: Victim | None, characteristic: str) -> HttpResponse:
    asked = _asked(seen).get(characteristic)
    if asked is None or (asked.key == AGE and victim is None):
        raise Http404
    stands = standing(about(facts_visible_to(seen.actor, seen.on), seen.person, victim)).get(characteristic)
    form = CharacteristicForm(request.POST or None, asked=asked, stands=stands is not None)
    back = _address(seen, victim)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        status = save(
            form,
            lambda: record_diversity(
                person=seen.person, victim=victim, said=form.said(), actor=seen.actor, at=seen.at, **form.correction()
            ),
        )
        if status == SHOWN:
            messages.success(request, "Recorded.")
            return redirect(back)
    return show_form(
        request, seen, form, title=f"Record: {asked.label}", back=back.removeprefix(seen.base), status=status,
        submit_text="Record", template="diversity/record.html", why=presenters.WHY,
        now=asked.words_of(stands) if stands else "",
    )  # fmt: skip
