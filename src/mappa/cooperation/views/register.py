"""The directory of agencies, and each agency."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import classification_of, edition_on
from mappa.cooperation import policy
from mappa.cooperation.forms.register import AgencyChangeForm, AgencyForm, ClassifyForm, CloseForm, ServeForm, WhyForm
from mappa.cooperation.presenters import register as presenters
from mappa.cooperation.selectors import contacts_in, disagreements, elsewhere, gaps_of, register_of
from mappa.cooperation.services import (
    add_agency,
    change_agency,
    classify_agency,
    close_agency,
    leave_area,
    serve_area,
)
from mappa.cooperation.views.frame import answer, find_agency, read, show
from mappa.determinations.presenters import edition_words
from mappa.kernel import clock


@page(Permission.AGENCY_VIEW)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """The agencies of the area by standing, who is asked at each, and what is missing."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    read(request, "agencies:agency:list")
    return show(
        request, "cooperation/directory.html", "Agencies",
        tables=presenters.register_tables(register_of(actor, on), on),
        gaps=presenters.gap_lines(gaps_of(actor.area, on)),
        may_edit=bool(may(actor, Permission.AGENCY_EDIT)),
    )  # fmt: skip


@page(Permission.AGENCY_VIEW)
@require_GET
def duty(request: HttpRequest) -> HttpResponse:
    """Who has a duty to co-operate under the edition, how far it goes, and where the register disagrees."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    edition = edition_on(actor.area, on)
    read(request, "agencies:duty:view")
    lists = [
        (presenters.listed_table(policy.RESPONSIBLE, "Responsible Authority", edition), policy.RESPONSIBLE),
        (presenters.listed_table(policy.DUTY, "Duty to co-operate", edition), policy.DUTY),
        (presenters.listed_table(policy.NO_DUTY, "No duty: invited case by case", edition), policy.NO_DUTY),
    ]
    return show(
        request, "cooperation/duty.html", "Duty to co-operate",
        edition=edition_words(edition),
        bounds=policy.sentences(policy.BOUNDS, edition),
        bounds_source=policy.citation(policy.BOUNDS, edition),
        lists=[(table, policy.citation(name, edition)) for table, name in lists if table["rows"]],
        disagreements=presenters.disagreements_table(disagreements(actor.area, on)),
    )  # fmt: skip


@page(Permission.AGENCY_VIEW)
@require_GET
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: what the register says, how it is treated, who is asked, and every change."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    held = find_agency(request, code)
    edition = edition_on(actor.area, on)
    read(request, Permission.AGENCY_VIEW, subject_type="agency", subject=held.code)
    may_edit = bool(may(actor, Permission.AGENCY_EDIT))
    classified = classification_of(held, on) if held.is_outside_body else None
    return show(
        request, "cooperation/agency.html", held.name, back_href="/agencies/",
        summary=presenters.agency_summary(held, actor.area, edition),
        treated=presenters.classification_summary(held, classified, edition, on) if held.is_outside_body else None,
        treated_source=policy.citation(policy.TREATMENT, edition),
        contacts=presenters.contact_cards(held.current, may_edit=may_edit, on=on),  # type: ignore[attr-defined]
        earlier=presenters.contacts_table(contacts_in(actor).filter(agency=held)),
        history=presenters.history_table(held.entries.order_by("-at", "-id")),
        may_edit=may_edit, several=len(held.areas.all()) > 1, open=held.until is None,
        may_classify=held.is_outside_body and bool(may(actor, Permission.BODY_CLASSIFY)),
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def agency_new(request: HttpRequest) -> HttpResponse:
    """Add an agency to the area's register."""
    form = AgencyForm(request.POST or None)
    return answer(
        request, form, lambda: add_agency(facts=form.facts(), actor=actor_of(request), at=clock.now()),
        title="Add an agency", done="The agency is in the register.", back="/agencies/", submit_text="Add the agency",
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def agency_serve(request: HttpRequest) -> HttpResponse:
    """Say that an agency of another area serves this one too."""
    actor, at = actor_of(request), clock.now()
    form = ServeForm(request.POST or None, agencies=elsewhere(actor, clock.day_of(at)))
    return answer(
        request, form, lambda: serve_area(**form.cleaned_data, actor=actor, at=at),
        title="An agency of another area", done="The agency serves your area too.", back="/agencies/",
        intro="Boundaries differ: one agency may serve several areas. It is asked and invited in each.",
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def agency_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what the register says of an agency."""
    held = find_agency(request, code)
    facts = {"name": held.name, "kind": held.kind, "status": held.status, "basis": held.basis}
    form = AgencyChangeForm(request.POST or None, initial=facts)

    def act() -> None:
        change_agency(agency=held, facts=form.facts(), why=form.cleaned_data["why"], actor=actor_of(request),
                      at=clock.now())  # fmt: skip

    return answer(
        request, form, act, title=f"Change {held.name}", done="The register is changed. What stood before is kept.",
        back=presenters.address(held),
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def agency_close(request: HttpRequest, code: str) -> HttpResponse:
    """Say on which day an agency ends."""
    held = find_agency(request, code)
    form = CloseForm(request.POST or None)
    return answer(
        request, form,
        lambda: close_agency(agency=held, **form.cleaned_data, actor=actor_of(request), at=clock.now()),
        title=f"Close {held.name}", done="The agency has a last day. It stays in the register.",
        back=presenters.address(held), submit_text="Close the agency", submit_classes="govuk-button--warning",
        intro="From the day after its last, nothing is sent to it. What was recorded about it stays.",
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def agency_leave(request: HttpRequest, code: str) -> HttpResponse:
    """Take an agency that serves several areas off this one."""
    held = find_agency(request, code)
    form = WhyForm(request.POST or None)
    return answer(
        request, form, lambda: leave_area(agency=held, **form.cleaned_data, actor=actor_of(request), at=clock.now()),
        title=f"Take {held.name} off the area", done="The agency serves your area no more.", back="/agencies/",
        submit_text="Take it off", submit_classes="govuk-button--warning",
    )  # fmt: skip


@page(Permission.BODY_CLASSIFY)
@require_http_methods(["GET", "POST"])
def agency_classify(request: HttpRequest, code: str) -> HttpResponse:
    """Record what an outside body has agreed to."""
    held, at = find_agency(request, code), clock.now()
    actor = actor_of(request)
    meaning = policy.words(policy.TREATMENT, edition_on(actor.area, clock.day_of(at)))
    form = ClassifyForm(request.POST or None, initial={"since": clock.day_of(at)})
    return answer(
        request, form, lambda: classify_agency(agency=held, **form.cleaned_data, actor=actor, at=at),
        title=f"Classify {held.name}", done="The body is classified.", back=presenters.address(held),
        submit_text="Classify", meaning=list(meaning.values()),
    )  # fmt: skip
