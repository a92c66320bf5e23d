"""What happened to a person, and what is to come."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mappa.accounts.pages import SHOWN, UNSAVED, page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import look, show
from mappa.govuk.presenters import Event, links, pagination, timeline
from mappa.record import chronology as entries
from mappa.record.contributions import in_full
from mappa.record.forms import ChronologyFilter

A_PAGE = 25
AHEAD = "ahead"


@page(Permission.CASE_VIEW)
@require_GET
def chronology(request: HttpRequest, reference: str) -> HttpResponse:
    """The log, the newest first, or the schedule, the earliest first; narrowed by kind, agency and days."""
    seen = look(request, reference, "cases:case:timeline")
    ahead = request.GET.get("show") == AHEAD
    told = (
        entries.schedule_of(seen.person, seen.case, seen.actor, seen.on)
        if ahead else entries.log_of(seen.person, seen.actor, seen.on)
    )  # fmt: skip
    asked = request.GET if set(request.GET) - {"show", "page"} else None
    form = ChronologyFilter(asked, kinds=entries.kinds_in(told), agencies=entries.agencies_in(told))
    valid = asked is None or form.is_valid()
    narrowed = entries.Narrowed(**form.narrowed()) if asked is not None and valid else entries.Narrowed()
    kept = [each for each in told if narrowed.keeps(each)]
    leaf = Paginator(kept, A_PAGE).get_page(request.GET.get("page"))
    shown = in_full(leaf, seen.person, seen.actor)
    events = [Event(title=each.title, at=each.at, by=_by(each), text=each.text, href=each.href) for each in shown]
    own = f"{seen.base}timeline/"
    address = {key: value for key, value in request.GET.items() if key != "page" and value}
    context = {
        "page_title": "What is to come" if ahead else "What happened",
        "tabs": links([("What happened", own), ("What is to come", f"{own}?show={AHEAD}")],
                      current=f"{own}?show={AHEAD}" if ahead else own),
        "form": form, "has_errors": not valid, "narrowed": narrowed != entries.Narrowed(),
        "show": AHEAD if ahead else "",
        "clear_href": f"?show={AHEAD}" if ahead else own,
        "count_text": "1 entry" if len(kept) == 1 else f"{len(kept):,} entries",
        "timeline": timeline(events, empty_text="Nothing is recorded that fits."),
        "pagination": pagination(
            page=leaf.number, pages=leaf.paginator.num_pages,
            address=lambda number: "?" + urlencode({**address, "page": number}),
        ),
    }  # fmt: skip
    status = SHOWN if valid else UNSAVED
    return show(request, seen, "record/chronology.html", context, section="timeline/", status=status)


def _by(each: entries.Happening) -> str:
    return ", ".join(part for part in (each.by, each.agency) if part)
