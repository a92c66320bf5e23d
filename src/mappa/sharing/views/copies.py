"""Whose copy a file is: asked by the number that is printed on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mappa.accounts.copies import NUMBER, copy_numbered
from mappa.accounts.models import User
from mappa.accounts.pages import CONFLICT, SHOWN, UNSAVED, actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.reading import wider
from mappa.people.models import Person
from mappa.people.selectors import within_walls
from mappa.sharing import presenters
from mappa.sharing.forms import CopyForm


@page(Permission.COPY_LOOK_UP)
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Who took the copy of a number, when and for what. Asking is on record, with the number."""
    actor, at = actor_of(request), clock.now()
    form = CopyForm(request.POST or None)
    context = {"page_title": "Whose copy is this?", "form": form, "submit_text": "Look it up"}
    if request.method != "POST" or not form.is_valid():
        return render(request, "sharing/copies.html", context, status=UNSAVED if form.errors else SHOWN)
    number = form.cleaned_data["number"]
    found = copy_numbered(number, area=actor.area_id)
    asked = NUMBER.fullmatch(number.strip().upper())
    record(
        what=What.CONSULTATION, operation="audit:copy:look-up", actor=actor, subject_type="copy",
        subject=f"C-{asked[1]}" if asked else "none", at=at, found=bool(found),
    )  # fmt: skip
    if found is None:
        form.add_error("number", "There is no such copy from your area. Compare the number with the one on the file.")
        return render(request, "sharing/copies.html", context, status=CONFLICT)
    people = Person.objects.filter(reference=found.subject)
    with wider("walls"):
        walled = people.exists() and not people.filter(within_walls(actor, "", at=at)).exists()
    taker = User.objects.select_related("agency").get(username=found.who)
    context["copy"] = presenters.copy_summary(found, taker, walled=walled)
    return render(request, "sharing/copies.html", context)
