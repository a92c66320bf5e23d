"""Naming who is asked at an agency, and ending it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.agencies.models import ContactKind
from mappa.cooperation.forms.register import ContactForm, EndForm
from mappa.cooperation.presenters.register import address
from mappa.cooperation.selectors import contacts_in
from mappa.cooperation.services import end_contact, name_contact
from mappa.cooperation.views.frame import answer, find_agency
from mappa.kernel import clock


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest, code: str) -> HttpResponse:
    """Name a contact of an agency."""
    held, at = find_agency(request, code), clock.now()
    form = ContactForm(request.POST or None, initial={"kind": ContactKind.SPOC, "since": clock.day_of(at)})
    return answer(
        request, form, lambda: name_contact(agency=held, facts=form.facts(), actor=actor_of(request), at=at),
        title=f"Name a contact of {held.name}", done="The contact is in the directory.", back=address(held),
        intro="Whoever was the same kind of contact ends the day before, and stays in the history.",
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def contact_end(request: HttpRequest, contact: int) -> HttpResponse:
    """Say on which day a contact ends."""
    held = contacts_in(actor_of(request)).filter(pk=contact).first()
    if held is None:
        raise Http404
    form = EndForm(request.POST or None)
    return answer(
        request, form,
        lambda: end_contact(contact=held, **form.cleaned_data, actor=actor_of(request), at=clock.now()),
        title=f"End {held.name} as contact of {held.agency.name}", done="The contact has a last day.",
        back=address(held.agency), submit_text="End the contact",
        intro="Invitations and requests go to whoever is the contact on the day. Name who follows.",
    )  # fmt: skip
