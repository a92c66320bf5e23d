"""The record of one person: by groups, one type, one entry; adding, replacing and withdrawing."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mappa.accounts.attribution import attributed
from mappa.accounts.copies import NOTHING_RUNS, handed_out, shown_on_page
from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of
from mappa.cases.looking import Seen, answered, look, show
from mappa.cases.marking import higher_marking
from mappa.govuk.forms import Form
from mappa.kernel.decisions import Refused
from mappa.record import services
from mappa.record.declaration import AttachmentType
from mappa.record.forms import AttachmentForm, NothingForm, WithdrawForm
from mappa.record.models import Attachment
from mappa.record.presenters import entries as presenters
from mappa.record.selectors import (
    agency_names,
    attachments_visible_to,
    file_of,
    history_of,
    holdings,
    kept_by_marking,
    markings,
    opened_to,
    standing,
    types_shown_to,
    withdrawn,
)
from mappa.record.types import TYPES
from mappa.uploads.model import MEDIA, PICTURES

SECTION = "record/"
A_PAGE = 25
GONE = "withdrawn"
VIEWED, FORM = "record:attachment:view", "record:attachment:form"


@page(Permission.RECORD_VIEW)
@require_GET
def whole(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is recorded about somebody, by groups, with counts and what is known to be missing."""
    seen = look(request, reference, "record:record:view")
    shown = types_shown_to(seen.actor, at=seen.at)
    held = holdings(seen.actor, seen.person, shown, at=seen.at)
    context = {
        "page_title": "Record",
        "side": presenters.side(shown, seen.base),
        "groups": presenters.groups(
            shown, held, seen.base, may_add=bool(may(seen.actor, Permission.RECORD_ADD))
        ),
        "types": sum(1 for each in held.values() if each.count), "of": len(shown),
        "entries": sum(each.count for each in held.values()),
        "kept": presenters.kept_words(kept_by_marking(seen.actor, seen.person, at=seen.at).count()),
    }  # fmt: skip
    return show(request, seen, "record/whole.html", context, section=SECTION)


def _open(
    request: HttpRequest, reference: str, kind: str, operation: str, *, own: bool = False, **details: Any
) -> tuple[Seen, AttachmentType]:
    """The person and the type. A type behind a wall is not found, as one that does not exist.

    Args:
        own: only types without a table of their own.
        details: for the audit row, which says which type was shown and never what it holds.
    """
    if kind not in TYPES:
        raise Http404
    seen = look(request, reference, operation, types=[kind], **details)
    found = {each.key: each for each in types_shown_to(seen.actor, at=seen.at)}.get(kind)
    if found is None or (own and found.table is not None):
        raise Http404
    return seen, found


@page(Permission.RECORD_VIEW)
@require_GET
def of_type(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """The entries of one type, the newest first: those that stand, or those that were withdrawn."""
    gone = request.GET.get("show") == GONE
    seen, declared = _open(request, reference, kind, VIEWED, own=gone)
    rows = _rows(seen, declared, gone=gone)
    leaf = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    listed = list(leaf)
    if declared.table:
        shown = presenters.list_of_rows(declared, listed)
    else:
        names = agency_names(declared, listed)
        shown = presenters.list_of_entries(declared, listed, seen.base, names)
    may_add = declared.table is None and not gone and bool(may(seen.actor, Permission.RECORD_ADD))
    context = {
        "page_title": f"Withdrawn: {declared.label.lower()}" if gone else declared.label,
        "says": declared.says, "table": shown, "gone": gone,
        "empty_text": "Nothing was withdrawn." if gone else "Not recorded: nobody has written anything here yet.",
        "other_href": "" if declared.table else "." if gone else f"?show={GONE}",
        "wall": declared.compartment.label if declared.compartment else "",
        "add_href": f"{seen.base}{SECTION}{kind}/new/" if may_add else "", "one": declared.one,
        "nothing_href": f"{seen.base}{SECTION}{kind}/nothing/" if may_add else "",
        "recorded_on": seen.base + declared.table.page if declared.table else "",
        "count_text": "1 entry" if leaf.paginator.count == 1 else f"{leaf.paginator.count:,} entries",
        "pagination": presenters.pages(leaf.number, leaf.paginator.num_pages, {"show": GONE} if gone else {}),
        "back_href": f"{seen.base}{SECTION}#{declared.group.slug}",
    }  # fmt: skip
    return show(request, seen, "record/type.html", context, section=SECTION)


def _rows(seen: Seen, declared: AttachmentType, *, gone: bool) -> Any:
    if declared.table:
        return declared.table.rows(seen.person, seen.actor)
    rows = _visible(seen).filter(kind=declared.key)
    return withdrawn(rows) if gone else standing(rows)


def _visible(seen: Seen) -> QuerySet[Attachment]:
    return attributed(attachments_visible_to(seen.actor, seen.person, at=seen.at))


def _entry(seen: Seen, declared: AttachmentType, entry: int) -> Attachment:
    rows = _visible(seen)
    found = rows.filter(pk=entry, kind=declared.key).first()
    if found is None:
        kept = kept_by_marking(seen.actor, seen.person, at=seen.at).filter(pk=entry, kind=declared.key).first()
        if kept is None:
            raise Http404
        raise Refused(presenters.kept_by_marking(kept.marking))
    return found


@page(Permission.RECORD_VIEW)
@require_GET
def one(request: HttpRequest, reference: str, kind: str, entry: int) -> HttpResponse:
    """One entry, with everything it replaced."""
    seen, declared = _open(request, reference, kind, VIEWED, own=True, attachment=entry)
    found = _entry(seen, declared, entry)
    chain = history_of(found, _visible(seen))
    names = agency_names(declared, chain)
    stands = chain[0]
    base = f"{seen.base}{SECTION}{kind}/"
    may_add = found.pk == stands.pk and bool(may(seen.actor, Permission.RECORD_ADD))
    context = {
        "page_title": declared.label, "entry_title": presenters.title_of(declared, found, names),
        "summary": presenters.entry_summary(declared, found, names),
        "marking": higher_marking(found.marking, seen.edition),
        "file": presenters.file_text(held) if (held := file_of(found)) else "",
        "picture_href": f"{base}{entry}/picture/" if held and held.kind in PICTURES else "",
        "file_href": f"{base}{entry}/file/" if may(seen.actor, Permission.DOCUMENT_DOWNLOAD) else "",
        "history": presenters.history_table(declared, chain, names) if len(chain) > 1 else None,
        "stands_href": "" if found.pk == stands.pk else f"{base}{stands.pk}/", "back_href": base,
        "correct_href": f"{base}{entry}/correct/" if may_add and not found.nothing else "",
        "withdraw_href": f"{base}{entry}/withdraw/" if may_add and found.nothing != "withdrawn" else "",
    }  # fmt: skip
    return show(request, seen, "record/entry.html", context, section=SECTION)


@page(Permission.DOCUMENT_DOWNLOAD)
@require_GET
def file(request: HttpRequest, reference: str, kind: str, entry: int) -> HttpResponse:
    """A numbered copy of the file that an entry carries. Whatever a browser makes of it, nothing in it may run."""
    seen, declared = _open(request, reference, kind, VIEWED, own=True, attachment=entry)
    found = _entry(seen, declared, entry)
    if found.file_id is None:
        raise Http404
    content, held, name, stamp = services.copy_of_file(entry=found, actor=seen.actor, at=seen.at)
    answer = handed_out(content, stamp=stamp, name=name, kind=MEDIA[held])
    answer["Content-Security-Policy"] = NOTHING_RUNS
    return answer


@page(Permission.RECORD_VIEW)
@require_GET
def picture(request: HttpRequest, reference: str, kind: str, entry: int) -> HttpResponse:
    """The picture that an entry carries, small, on a page of whoever may read the entry. A copy is taken by `file`."""
    seen, declared = _open(request, reference, kind, "record:picture:view", own=True, attachment=entry)
    shown = services.picture_on_page(entry=_entry(seen, declared, entry), actor=seen.actor, at=seen.at)
    if shown is None:
        raise Http404
    content, held = shown
    return shown_on_page(content, kind=MEDIA[held])


def _agencies(seen: Seen) -> list[Agency]:
    """The agencies of the area, and the author's own."""
    serving = list(agencies_of(seen.actor.area, seen.on))
    return serving if seen.actor.agency in serving else [seen.actor.agency, *serving]


def _form(request: HttpRequest, seen: Seen, declared: AttachmentType, replaces: Attachment | None) -> AttachmentForm:
    usual, every = markings(seen.actor, seen.on)
    agencies = _agencies(seen)
    if replaces and replaces.source not in agencies:
        agencies.append(replaces.source)
    initial = {"since": seen.on, "source": seen.actor.agency.code, "marking": declared.marking or usual}
    return AttachmentForm(
        request.POST or None, request.FILES or None, declared=declared, agencies=agencies, markings=every,
        replaces=replaces, compartments=sorted(opened_to(seen.actor, at=seen.at)), initial=initial,
    )  # fmt: skip


@page(Permission.RECORD_ADD)
def add(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Add an entry."""
    seen, declared = _open(request, reference, kind, FORM, own=True)
    form = _form(request, seen, declared, None)
    return _added(request, seen, declared, form, title=f"Add {declared.one}")


@page(Permission.RECORD_ADD)
def nothing(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Record that there is none, that it is not known, or that the source could not be reached."""
    seen, declared = _open(request, reference, kind, FORM, own=True)
    initial = {"since": seen.on, "source": seen.actor.agency.code}
    form = NothingForm(request.POST or None, agencies=_agencies(seen), initial=initial)
    return _added(request, seen, declared, form, title=f"Nothing to record: {declared.label.lower()}")


def _added(
    request: HttpRequest, seen: Seen, declared: AttachmentType, form: AttachmentForm | NothingForm, *, title: str
) -> HttpResponse:
    def act() -> None:
        services.add_attachment(
            reference=seen.person.reference, kind=declared.key, said=form.said(), actor=seen.actor, at=seen.at
        )

    return _answered(request, seen, declared, form, act, title=title, done="Recorded.")


@page(Permission.RECORD_ADD)
def correct(request: HttpRequest, reference: str, kind: str, entry: int) -> HttpResponse:
    """Replace an entry by one that is right, or right from now on."""
    seen, declared = _open(request, reference, kind, FORM, own=True, attachment=entry)
    form = _form(request, seen, declared, _entry(seen, declared, entry))

    def act() -> None:
        services.correct_attachment(
            reference=reference, entry=entry, said=form.said(), actor=seen.actor, at=seen.at, **form.replacement()
        )

    return _answered(
        request, seen, declared, form, act, title="Correct or bring up to date",
        done="Replaced. What it said stays in the history.",
    )  # fmt: skip


@page(Permission.RECORD_ADD)
def withdraw(request: HttpRequest, reference: str, kind: str, entry: int) -> HttpResponse:
    """Take an entry off the record. It stays in the history."""
    seen, declared = _open(request, reference, kind, FORM, own=True, attachment=entry)
    found = _entry(seen, declared, entry)
    form = WithdrawForm(request.POST or None)

    def act() -> None:
        services.withdraw_attachment(
            reference=reference, entry=entry, why=form.cleaned_data["replaced_why"], actor=seen.actor, at=seen.at
        )

    return _answered(
        request, seen, declared, form, act, title="Withdraw the entry", done="Withdrawn. It stays in the history.",
        submit_text="Withdraw", submit_classes="govuk-button--warning", template="record/withdraw.html",
        summary=presenters.entry_summary(declared, found, agency_names(declared, [found])),
    )  # fmt: skip


def _answered(
    request: HttpRequest, seen: Seen, declared: AttachmentType, form: Form, act: Callable[[], Any], **more: Any
) -> HttpResponse:  # fmt: skip
    back = f"{SECTION}{declared.key}/"
    page_of = {"submit_text": "Record", "intro": declared.says, **more}
    return answered(request, seen, form, act, to=seen.base + back, back=back, **page_of)
