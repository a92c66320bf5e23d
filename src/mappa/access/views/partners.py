"""Who manages a record and who is a partner to it, and the forms to change either."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from mappa.access import presenters, services
from mappa.access.custody import prison_prompt
from mappa.access.forms import EndForm, PartnerForm, RecordManagerForm
from mappa.access.managing import Proposal, proposed_manager
from mappa.access.selectors import agencies_with_access, taking_part
from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import Seen, answered, look, show
from mappa.cases.selectors import standing_of
from mappa.govuk.forms import Form
from mappa.kernel.decisions import require
from mappa.people.models import Involvement, InvolvementKind

BACK = "partners/"


@page(Permission.PERSON_VIEW)
def partners(request: HttpRequest, reference: str) -> HttpResponse:
    """Who takes part, who did, and whether the prison should."""
    seen = look(request, reference, "people:partner:view")
    may_change = bool(services.may_change_partners(seen.actor, seen.person, seen.on))
    prompt = prison_prompt(seen.person, _category(seen), seen.edition, seen.on)
    rows = list(taking_part(seen.person))
    proposal = _proposal(seen)
    managers = [row for row in rows if row.kind == InvolvementKind.RECORD_MANAGER and row.until is None]
    context = {
        "proposal": proposal.words,
        "elsewhere": bool(managers and proposal.kind and proposal.kind not in {row.agency.kind for row in managers}),
        "page_title": "Partners and record manager",
        "table": presenters.partners_table(rows, seen.person, may_change=may_change),
        "managed": bool(managers),
        "prompt": presenters.prison_words(prompt),
        "new_href": f"{seen.base}{BACK}new/" if may_change else "",
        "manager_href": f"{seen.base}{BACK}record-manager/" if may_change else "",
    }
    return show(request, seen, "access/partners.html", context, section=BACK)


def _category(seen: Seen) -> int | None:
    return standing_of(seen.case, seen.on).category if seen.case else None


def _proposal(seen: Seen) -> Proposal:
    return proposed_manager(seen.person, _category(seen), area=seen.actor.area, edition=seen.edition, on=seen.on)


def _changing(request: HttpRequest, reference: str) -> Seen:
    seen = look(request, reference, "people:partner:form")
    require(services.may_change_partners(seen.actor, seen.person, seen.on))
    return seen


def _answer(
    request: HttpRequest, seen: Seen, form: Form, act: Callable[..., Any], *, title: str, **more: Any
) -> HttpResponse:
    return answered(
        request, seen, form,
        lambda: act(person=seen.person, **form.cleaned_data, **more, actor=seen.actor, at=seen.at),
        to=seen.base + BACK, title=title, back=BACK, submit_text=title,
    )  # fmt: skip


@page(Permission.PARTNER_EDIT)
def partner_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Make an agency a partner."""
    seen = _changing(request, reference)
    agencies = list(agencies_with_access(seen.edition, seen.on))
    form = PartnerForm(request.POST or None, agencies=agencies, initial={"since": seen.on})
    return _answer(request, seen, form, services.add_partner, title="Add a partner", edition=seen.edition)


@page(Permission.PARTNER_EDIT)
def partner_end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a partnership."""
    seen = _changing(request, reference)
    partnerships: Any = seen.person.involvements.filter(kind=InvolvementKind.PARTNER, pk=number)
    if not partnerships.exists():
        raise Http404

    def act(**facts: Any) -> Involvement:
        return services.end_partner(number=number, **facts)

    return _answer(
        request, seen, EndForm(request.POST or None, initial={"until": seen.on}), act, title="End the partnership"
    )


@page(Permission.PARTNER_EDIT)
def record_manager(request: HttpRequest, reference: str) -> HttpResponse:
    """Name the record manager from a day on."""
    seen = _changing(request, reference)
    agencies = list(agencies_with_access(seen.edition, seen.on))
    proposal = _proposal(seen)
    proposed = proposal.agency.code if proposal.agency else ""
    form = RecordManagerForm(request.POST or None, agencies=agencies, initial={"since": seen.on, "agency": proposed})
    form.fields["agency"].help_text = proposal.words
    title = "Change the record manager"
    return _answer(request, seen, form, services.change_record_manager, title=title, edition=seen.edition)
