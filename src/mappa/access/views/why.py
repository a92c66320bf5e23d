"""Why somebody can see a record, and whom to ask when they cannot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.access import presenters
from mappa.access.forms import WhyNotForm
from mappa.access.selectors import whom_to_ask
from mappa.accounts.compartments import NEEDS, opens
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.looking import look, show
from mappa.kernel import clock
from mappa.kernel.references import REFERENCE
from mappa.people.deciding import decide

UNSAVED = 422


@page(Permission.WHY_SEEN)
def why_seen(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole decision in sentences: what lets the reader know of the person, and which walls were passed."""
    seen = look(request, reference, "people:access:explain")
    explanation = decide(seen.actor, Permission.PERSON_VIEW, seen.person, on=seen.on, at=seen.at)
    context = {
        "page_title": "Why can I see this?",
        "grounds": [presenters.ground_words(ground) for ground in explanation.grounds],
        "walls": presenters.wall_words(explanation, seen.person),
        "sections_table": presenters.sections_table({name: opens(seen.actor, name, at=seen.at) for name in NEEDS}),
    }
    return show(request, seen, "access/why.html", context, section="why/")


@page(Permission.HOME)
def why_not(request: HttpRequest) -> HttpResponse:
    """Whom to ask about a record that one cannot open. The answer is the same whether or not there is one."""
    actor, at = actor_of(request), clock.now()
    form = WhyNotForm(request.POST or None)
    context = {"page_title": "Why can I not see a record?", "form": form, "submit_text": "Whom do I ask?"}
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/why_not.html", context, status=UNSAVED if form.errors else 200)
    reference = form.cleaned_data["reference"].strip().upper()
    record(
        what=What.ACCESS, operation="people:access:why-not", actor=actor, subject_type="reference",
        subject=reference if REFERENCE.fullmatch(reference) else "none", at=at,
    )  # fmt: skip
    contacts = whom_to_ask(reference, actor.area, clock.day_of(at))
    answered = {"page_title": "Whom to ask", "contacts": presenters.contacts_list(contacts), "some": bool(contacts)}
    return render(request, "access/whom_to_ask.html", answered)
