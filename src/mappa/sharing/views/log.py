"""Who has looked at a record, and the log for those who audit it. Reading either is recorded too."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.models import AuditEvent, What
from mappa.audit.purposes import READING_THE_LOG
from mappa.audit.selectors import events_about, events_of, own_events
from mappa.audit.services import record, record_shown
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.kernel.reading import wider
from mappa.people.deciding import say_if_kept_out
from mappa.people.models import Person
from mappa.people.presenters import person_frame
from mappa.people.selectors import former_references, people_visible_to, within_walls
from mappa.sharing import presenters
from mappa.sharing.forms import LogForm


def _names(events: list[AuditEvent]) -> dict[str, str]:
    return dict(User.objects.filter(username__in={e.who for e in events}).values_list("username", "name"))


@page(Permission.PERSON_LOOKED)
def who_has_looked(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody who read or changed one record, newest first."""
    actor, at = actor_of(request), clock.now()
    person = people_visible_to(actor, clock.day_of(at), at=at).filter(reference=reference).first()
    if person is None:
        say_if_kept_out(actor, reference, on=clock.day_of(at), at=at)
        raise Http404
    found = slice_of(events_about(reference, *former_references(person)), request)
    record_shown(operation="audit:person:who-has-looked", actor=actor, subjects=[reference], at=at)
    context = {
        "page_title": "Who has looked",
        "table": presenters.events_table("Who read or changed this record", found.rows, names=_names(found.rows)),
        "empty_text": "Nobody has looked at this record before you.",
        "count_text": f"{found.total:,} entries before this one",
        "pagination": found.links,
        **person_frame(person),
    }
    return render(request, "sharing/who_has_looked.html", context)


@page(Permission.HOME)
def what_i_have_looked_at(request: HttpRequest) -> HttpResponse:
    """What the reader did and read, newest first, without what was refused.

    The reference of a person whose record the reader may not open now is not shown: an inbox names nobody.
    """
    actor, at = actor_of(request), clock.now()
    found = slice_of(own_events(actor.username), request)
    asked = {row.subject for row in found.rows if row.subject_type == "person"}
    known = people_visible_to(actor, clock.day_of(at)).filter(reference__in=asked).values_list("reference", flat=True)
    hidden = asked.difference(known)
    for row in found.rows:  # shown, never saved
        row.subject = "Not shown" if row.subject in hidden else row.subject
    record(
        what=What.CONSULTATION, operation="audit:own:view", actor=actor, subject_type="user", subject=actor.username,
        at=at,
    )  # fmt: skip
    context = {
        "page_title": "What I have looked at",
        "table": presenters.events_table("What you read or did", found.rows, names={actor.username: actor.name}),
        "empty_text": "Nothing is on record under your name yet.",
        "count_text": f"{found.total:,} entries before this one",
        "pagination": found.links,
    }
    return render(request, "govuk/list_page.html", context)


@page(Permission.AUDIT_VIEW)
def log(request: HttpRequest) -> HttpResponse:
    """The log of the auditor's area. It opens for a purpose, and the reading is an entry itself."""
    actor, at = actor_of(request), clock.now()
    asked = "purpose" in request.GET or "who" in request.GET
    form = LogForm(request.GET if asked else None)
    context = {"page_title": "Audit log", "form": form, "opened": False}
    if not asked or not form.is_valid():
        return render(request, "sharing/log.html", context, status=422 if asked else 200)
    wanted = form.cleaned_data
    events = events_of(actor.area.agencies.values_list("code", flat=True))
    if wanted["who"]:
        events = events.filter(who=wanted["who"])
    if wanted["subject"]:
        events = events.filter(subject=wanted["subject"])
    if wanted["since"]:
        events = events.filter(at__gte=datetime.combine(wanted["since"], time(), clock.LONDON))
    if wanted["until"]:
        day_after = wanted["until"] + timedelta(days=1)
        events = events.filter(at__lt=datetime.combine(day_after, time(), clock.LONDON))
    kept = {name: value for name, value in request.GET.items() if name != "page"}
    found = slice_of(events, request, lambda number: f"?{urlencode({**kept, 'page': number})}")
    record(
        what=What.CONSULTATION,
        operation="audit:log:view",
        actor=actor,
        subject_type="log",
        subject=actor.area.code,
        at=at,
        purpose=READING_THE_LOG[wanted["purpose"]],
        filters={name: str(value) for name, value in kept.items() if value},
    )
    subjects = Person.objects.filter(reference__in={e.subject for e in found.rows})
    with wider("walls"):
        walled = frozenset(subjects.exclude(within_walls(actor, "")).values_list("reference", flat=True))
    context |= {
        "opened": True,
        "table": presenters.events_table(
            "Entries",
            found.rows,
            names=_names(found.rows),
            walled=walled,
        ),
        "empty_text": "No entries fit. Widen the days, or clear a box.",
        "count_text": f"{found.total:,} entries",
        "pagination": found.links,
    }
    return render(request, "sharing/log.html", context)
