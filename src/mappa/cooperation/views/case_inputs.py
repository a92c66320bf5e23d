"""What agencies gave to a case: housing input, safeguarding work, and electronic monitoring."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import agencies_of
from mappa.cases.looking import Seen, answered, look, show
from mappa.cooperation import policy
from mappa.cooperation.forms.links import (
    AgencyEntryForm,
    EndSafeguardingForm,
    HousingForm,
    MonitoringForm,
    SafeguardingForm,
)
from mappa.cooperation.models import MonitoringEntry
from mappa.cooperation.presenters import links as presenters
from mappa.cooperation.selectors import housing_of, monitoring_of, safeguarding_of
from mappa.cooperation.services import case_inputs as services
from mappa.govuk.forms import Form

SECTION = "agencies/"
KINDS = dict(MonitoringEntry._meta.get_field("kind").flatchoices)  # noqa: SLF001 - Django's own name


@page(Permission.CASE_INPUT_VIEW)
@require_GET
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that agencies gave to the case, each entry as the agency's own."""
    seen = look(request, reference, "cooperation:case-input:view")
    case, edition = seen.the_case(), seen.edition
    may_record = bool(may(seen.actor, Permission.CASE_INPUT_RECORD))
    base = f"{seen.base}{SECTION}"
    context = {
        "page_title": "Agencies' part", "base": base, "may_record": may_record,
        "housing": presenters.housing_table(housing_of(case), edition),
        "bounds": policy.sentences(policy.HOUSING_BOUNDS, edition),
        "bounds_source": policy.citation(policy.HOUSING_BOUNDS, edition),
        "safeguarding": presenters.safeguarding_table(
            safeguarding_of(case), edition, base=f"{base}safeguarding/" if may_record else ""
        ),
        "monitoring": presenters.monitoring_table(monitoring_of(case)),
        "monitoring_role": policy.sentences(policy.MONITORING, edition),
        "monitoring_source": policy.citation(policy.MONITORING, edition),
    }  # fmt: skip
    return show(request, seen, "cooperation/case_inputs.html", context, section=SECTION)


@dataclass(frozen=True)
class _Kind:
    """One kind of entry: its form, the edition's words for it, and what keeps it."""

    title: str
    form: type[AgencyEntryForm]
    entries: Callable[[str], dict[str, str]]
    keep: Callable[..., Any]


def _record(request: HttpRequest, reference: str, kind: _Kind) -> HttpResponse:
    seen = look(request, reference, "cooperation:case-input:form")
    case, edition = seen.the_case(), seen.edition
    agencies = agencies_of(seen.actor.area, seen.on)
    form = kind.form(request.POST or None, agencies=agencies, entries=kind.entries(edition), initial={"on": seen.on})

    def act() -> None:
        kind.keep(case=case, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return _answer(request, seen, form, act, kind.title)


def _answer(request: HttpRequest, seen: Seen, form: Form, act: Callable[[], Any], title: str) -> HttpResponse:
    return answered(request, seen, form, act, to=seen.base + SECTION, title=title, back=SECTION, submit_text="Record")


@page(Permission.CASE_INPUT_RECORD)
@require_http_methods(["GET", "POST"])
def housing_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what a housing agency gave."""
    words = partial(policy.words, policy.HOUSING)
    kind = _Kind("Record housing input", HousingForm, words, services.record_housing_input)
    return _record(request, reference, kind)


@page(Permission.CASE_INPUT_RECORD)
@require_http_methods(["GET", "POST"])
def safeguarding_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Link the case to safeguarding work."""
    words = partial(policy.words, policy.SAFEGUARDING)
    kind = _Kind("Link safeguarding work", SafeguardingForm, words, services.link_safeguarding)
    return _record(request, reference, kind)


@page(Permission.CASE_INPUT_RECORD)
@require_http_methods(["GET", "POST"])
def safeguarding_end(request: HttpRequest, reference: str, link: int) -> HttpResponse:
    """Say how safeguarding work ended."""
    seen = look(request, reference, "cooperation:case-input:form")
    held = safeguarding_of(seen.the_case()).filter(pk=link).first()
    if held is None:
        raise Http404
    form = EndSafeguardingForm(request.POST or None)
    return _answer(
        request, seen, form,
        lambda: services.end_safeguarding(link=held, **form.cleaned_data, actor=seen.actor, at=seen.at),
        "Record how it ended",
    )  # fmt: skip


@page(Permission.CASE_INPUT_RECORD)
@require_http_methods(["GET", "POST"])
def monitoring_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what a monitoring provider was told, or what it supplied."""
    kind = _Kind("Record electronic monitoring", MonitoringForm, lambda _edition: KINDS, services.record_monitoring)
    return _record(request, reference, kind)
