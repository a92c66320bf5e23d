"""The annual report on screen, to download, to freeze, the people behind a figure, and figures by group."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mappa.accounts.copies import handed_out, take_copy
from mappa.accounts.lists import list_page
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.govuk.presenters import Link, Options, table
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.kernel.models import is_one_of
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.statistics import services
from mappa.statistics.fairness import fairness_of
from mappa.statistics.formats import FORMATS
from mappa.statistics.periods import Year, last_full_year, year_named, years_before
from mappa.statistics.presenters import fairness_context, promises_context, screen_context
from mappa.statistics.promises import ANSWERS, promises_of

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "html": "text/html; charset=utf-8",
}
YEARS_OFFERED = 9
PURPOSE, MARKING = "Reporting what the arrangements did in a year", "OFFICIAL"
"""What is printed on the figures of a year, which are published and name nobody."""
FIRST = "race"
"""The characteristic shown where none is named."""


def _year(start: int) -> Year:
    try:
        return year_named(f"{start}/{(start + 1) % 100:02d}")
    except Incomplete as problem:
        raise Http404 from problem


@page(Permission.STATISTICS_VIEW)
@require_GET
def annual(request: HttpRequest, start: int | None = None) -> HttpResponse:
    """The tables of a year of the actor's area; the latest full year unless one is named."""
    on = clock.day_of(clock.now())
    year = _year(start) if start else last_full_year(on)
    actor = actor_of(request)
    report = services.annual_report(actor.area, year)
    years = [{"name": name, "start": int(name[:4])} for name in years_before(on, YEARS_OFFERED)]
    return render(
        request, "statistics/annual.html",
        screen_context(report, actor=actor, years=years) | {"start": year.first.year},
    )  # fmt: skip


@page(Permission.STATISTICS_VIEW)
@require_GET
def download(request: HttpRequest, start: int, kind: str) -> HttpResponse:
    """The tables of a year as a file. Figures only: no person is named."""
    if kind not in FORMATS:
        raise Http404
    actor = actor_of(request)
    report = services.annual_report(actor.area, _year(start))
    stamp = take_copy(
        operation="statistics:report:download", actor=actor, at=clock.now(), subject=actor.area.code,
        subject_type="figures of an area", purpose=PURPOSE, marking=MARKING, year=start, kind=kind,
    )  # fmt: skip
    name = f"annual-{report.area.code}-{start}.{kind}"
    return handed_out(FORMATS[kind](report, stamp.line), stamp=stamp, name=name, kind=TYPES[kind])


@page(Permission.STATISTICS_FREEZE)
@require_POST
def freeze(request: HttpRequest, start: int) -> HttpResponse:
    """Keep a year's figures for good."""
    at = clock.now()
    actor = actor_of(request)
    services.freeze(area=actor.area, year=_year(start), actor=actor, on=clock.day_of(at), at=at)
    messages.success(request, "The figures are frozen. They will not change again.")
    return redirect("annual-report-year", start)


@page(Permission.STATISTICS_DRILL)
@require_GET
def behind(request: HttpRequest, start: int, key: str) -> HttpResponse:
    """The people behind one figure, as far as the actor may know of them (STATS-15)."""
    at = clock.now()
    year = _year(start)
    references = services.people_behind_figure(actor_of(request).area, year, key)
    if references is None:
        raise Http404
    return _people(
        request, references, at=at, title=f"People behind a figure, {year.name}",
        caption=key.replace("_", " ").replace(".", ", "), back=reverse("annual-report-year", args=[start]),
    )  # fmt: skip


def _people(
    request: HttpRequest, references: list[str], *, at: datetime, title: str, caption: str, back: str
) -> HttpResponse:
    """A page with those of the people whom the actor may know of, and how many were counted."""
    actor = actor_of(request)
    people = people_visible_to(actor, clock.day_of(at)).filter(is_one_of("reference", references))

    def as_table(shown: list[Person]) -> Options:
        return table(
            caption=caption, columns=["Reference", "Name"],
            rows=[
                (Link(text=one.reference, href=f"/people/{one.reference}/"), f"{one.family_name}, {one.given_names}")
                for one in shown
            ],
        )  # fmt: skip

    return list_page(
        request, people.order_by("reference"), operation=Permission.STATISTICS_DRILL, about=lambda one: [one],
        table=as_table, title=title, back_href=back,
        count=lambda total: f"{total} shown to you, {len(references)} counted.",
        empty="Nobody behind this figure is somebody you may know of.",
    )  # fmt: skip


@page(Permission.STATISTICS_VIEW)
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """The four national promises of the actor's area, counted now. Figures only: no person is named."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    return render(request, "statistics/promises.html", promises_context(promises_of(actor.area, on), actor, on))


@page(Permission.STATISTICS_DRILL)
@require_GET
def promise_behind(request: HttpRequest, key: str, answer: str) -> HttpResponse:
    """The people behind one count of a promise, as far as the actor may know of them."""
    at = clock.now()
    found = {each.key: each for each in promises_of(actor_of(request).area, clock.day_of(at))}
    if key not in found or answer not in ANSWERS:
        raise Http404
    return _people(
        request, found[key].behind[answer], at=at, title="People behind a promise",
        caption=f"{found[key].text}: {ANSWERS[answer].lower()}", back=reverse("promises"),
    )  # fmt: skip


@page(Permission.FAIRNESS_VIEW)
@require_GET
def fairness(request: HttpRequest, start: int | None = None, characteristic: str = FIRST) -> HttpResponse:
    """Counts and rates by group over a year's snapshot. Figures only: no person is named, and no question is asked."""
    at, actor = clock.now(), actor_of(request)
    on = clock.day_of(at)
    year = _year(start) if start else last_full_year(on)
    if year.last >= on:
        raise Http404
    try:
        counted = fairness_of(actor.area, year, characteristic)
    except KeyError as unknown:
        raise Http404 from unknown
    record(
        what=What.CONSULTATION, operation=Permission.FAIRNESS_VIEW, actor=actor, at=at, subject_type="report",
        subject=f"{actor.area.code} {year.name}", characteristic=characteristic,
    )  # fmt: skip
    years = [{"name": name, "start": int(name[:4])} for name in years_before(on, YEARS_OFFERED)]
    return render(request, "statistics/fairness.html", fairness_context(counted, years))
