"""Proposed addresses to be checked, and word of events that may lead to release.

What these pages say to those without the compartment is the same whether or not there is a victim.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.cases.looking import answered, look, show
from mappa.victims.forms import CheckForm, FindingForm, HeardForm
from mappa.victims.models import ReleaseNewsReader
from mappa.victims.presenters import checks as presenters
from mappa.victims.selectors import checks_of, news_of, places_of_victims
from mappa.victims.services import checking

OF_CHECKS, OF_NEWS = "address-checks/", "release-events/"
CHECKS, NEWS = "victims:address-check:view", "victims:release-news:view"


@page(Permission.PERSON_VIEW)
@require_GET
def checks(request: HttpRequest, reference: str) -> HttpResponse:
    """The addresses that were proposed, and whether each was checked."""
    seen = look(request, reference, CHECKS)
    inside = bool(opens(seen.actor, Compartment.VICTIMS, at=seen.at))
    may_answer = bool(may(seen.actor, Permission.VICTIMS_RECORD))
    context = {
        "page_title": "Checks of proposed addresses",
        "table": presenters.checks_table(seen.person, list(checks_of(seen.person)), inside=inside, answers=may_answer),
        "empty_text": "No address has been proposed for a check.",
        "ask_href": reverse("address-check-new", args=[reference]) if may(seen.actor, Permission.PERSON_EDIT) else "",
    }  # fmt: skip
    return show(request, seen, "victims/checks.html", context, section=OF_CHECKS)


@page(Permission.PERSON_EDIT)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose an address, and ask for its check."""
    seen = look(request, reference, CHECKS)
    form = CheckForm(request.POST or None)
    return answered(
        request, seen, form,
        lambda: checking.ask_for_check(person=seen.person, actor=seen.actor, at=seen.at, **form.cleaned_data),
        to=seen.base + OF_CHECKS, title="Propose an address", back=OF_CHECKS, submit_text="Ask for the check",
        done="Asked. A check by victim liaison is needed before the address is agreed.",
    )  # fmt: skip


@page(Permission.VICTIMS_RECORD)
def answer(request: HttpRequest, reference: str, check: int) -> HttpResponse:
    """Look at a proposed address beside the places of victims, and say what was found."""
    seen = look(request, reference, CHECKS)
    found = checks_of(seen.person).filter(pk=check).first()
    if found is None:
        raise Http404
    form = FindingForm(request.POST or None)
    return answered(
        request, seen, form,
        lambda: checking.answer_check(
            person=seen.person, check=check, **form.cleaned_data, actor=seen.actor, at=seen.at
        ),
        to=seen.base + OF_CHECKS, title="Check a proposed address", back=OF_CHECKS, submit_text="Record the check",
        done="Recorded. Others read that the check was made, and no more.", template="victims/check.html",
        about=presenters.proposed(found),
        places=presenters.places_table(found, places_of_victims(seen.actor, seen.person)),
    )  # fmt: skip


@page(Permission.CASE_VIEW)
@require_GET
def news(request: HttpRequest, reference: str) -> HttpResponse:
    """Word of appeals and other events that may lead to release, and which agencies have read it."""
    seen = look(request, reference, NEWS)
    inside = bool(opens(seen.actor, Compartment.VICTIMS, at=seen.at))
    agency = seen.actor.agency_id if may(seen.actor, Permission.FACT_RECORD) else None
    context = {
        "page_title": "Events that may lead to release",
        "entries": presenters.news_cards(list(news_of(seen.person)), inside=inside, agency=agency),
        "add_href": reverse("release-news-new", args=[reference]) if may(seen.actor, Permission.VICTIMS_EDIT) else "",
        "base": reverse("release-news", args=[reference]),
    }  # fmt: skip
    return show(request, seen, "victims/news.html", context, section=OF_NEWS)


@page(Permission.VICTIMS_EDIT)
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Pass word of an event on to whoever manages the person."""
    seen = look(request, reference, NEWS)
    form = HeardForm(request.POST or None)

    def act() -> None:
        typed = form.cleaned_data
        heard = checking.Heard(what=typed["what"], on=typed["happens_on"], said=typed["said"], source=typed["source"])
        checking.pass_on(person=seen.person, heard=heard, actor=seen.actor, at=seen.at)

    return answered(
        request, seen, form, act, to=seen.base + OF_NEWS, title="Tell the offender manager", back=OF_NEWS,
        submit_text="Pass it on", done="Passed on. The page says which agencies have read it.",
    )  # fmt: skip


@page(Permission.FACT_RECORD)
@require_POST
def read(request: HttpRequest, reference: str, news: int) -> HttpResponse:
    """Say for one's agency that it has read it."""
    seen = look(request, reference, NEWS)
    try:
        checking.read_news(person=seen.person, news=news, actor=seen.actor, at=seen.at)
    except ReleaseNewsReader.DoesNotExist as unknown:
        raise Http404 from unknown
    messages.success(request, "Recorded that your agency has read it.")
    return redirect("release-news", reference)
