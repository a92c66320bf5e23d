"""Management information for the board: one page, and the same as one file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mappa.accounts.copies import handed_out, take_copy
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.marking import marking_of_records
from mappa.govuk.days import long_date
from mappa.kernel import clock
from mappa.statistics.board import board_information
from mappa.statistics.formats import sheets_as_csv
from mappa.statistics.presenters import sheet_table

PURPOSE = "Telling the board how the arrangements work"


@page(Permission.STATISTICS_VIEW)
@require_GET
def information(request: HttpRequest) -> HttpResponse:
    """What the board is told, from the same records as every list. Figures only: no person is named."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    parts = board_information(actor.area, on)
    record(
        what=What.CONSULTATION, operation="statistics:board:view", actor=actor, at=at, subject_type="report",
        subject=actor.area.code,
    )  # fmt: skip
    shown = [{"counted": part.counted, "table": sheet_table(part.sheet)} for part in parts]
    context = {"page_title": f"Management information, {actor.area.name}", "day": long_date(on), "parts": shown}
    return render(request, "statistics/board.html", context)


@page(Permission.STATISTICS_VIEW)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The same as one file."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    stamp = take_copy(
        operation="statistics:board:download", actor=actor, at=at, subject=actor.area.code,
        subject_type="figures of an area", purpose=PURPOSE, marking=marking_of_records(edition_on(actor.area, on)),
    )  # fmt: skip
    parts = [([part.sheet.title, part.counted], part.sheet) for part in board_information(actor.area, on)]
    content = sheets_as_csv(parts, [*stamp.facts, ("Counted on", long_date(on))])
    name = f"board-{actor.area.code}-{on:%Y-%m-%d}.csv"
    return handed_out(content, stamp=stamp, name=name, kind="text/csv; charset=utf-8")
