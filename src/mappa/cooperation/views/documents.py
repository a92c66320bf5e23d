"""Memoranda, protocols and local forms: written by the co-ordinator, approved by the board chair, read by all."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.cooperation import policy
from mappa.cooperation.documents import document_of, documents_of, in_force
from mappa.cooperation.forms.documents import DecideForm, SignForm, VersionForm
from mappa.cooperation.lifecycle import VersionState
from mappa.cooperation.models import AreaDocument, DocumentKind, DocumentVersion
from mappa.cooperation.presenters import documents as presenters
from mappa.cooperation.services import documents as services
from mappa.cooperation.views.frame import answer, read, show
from mappa.kernel import clock

BACK = "/agencies/documents/"


def _find(request: HttpRequest, document: int) -> AreaDocument:
    try:
        return document_of(actor_of(request), document)
    except AreaDocument.DoesNotExist as unknown:
        raise Http404 from unknown


def _version(held: AreaDocument, number: int) -> DocumentVersion:
    found = [one for one in held.all_versions if one.number == number]  # type: ignore[attr-defined]
    if not found:
        raise Http404
    return found[0]


@page(Permission.AGENCY_VIEW)
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Every document that the area works by, with what is overdue for review."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    read(request, "cooperation:document:list")
    return show(
        request, "cooperation/documents.html", "Memoranda and protocols",
        table=presenters.documents_table(documents_of(actor.area), on),
        approves=list(policy.words(policy.APPROVED, edition_on(actor.area, on)).values()),
        source=policy.citation(policy.APPROVED, edition_on(actor.area, on)),
        may_write=bool(may(actor, Permission.DOCUMENT_WRITE)),
    )  # fmt: skip


def _show(request: HttpRequest, held: AreaDocument, version: DocumentVersion) -> HttpResponse:
    actor, on = actor_of(request), clock.day_of(clock.now())
    read(request, "cooperation:document:view", subject_type="area-document", subject=str(held.pk))
    waits = version.state == VersionState.WAITING and version == held.all_versions[0]  # type: ignore[attr-defined]
    return show(
        request, "cooperation/document.html", held.title, back_href=BACK, kind=held.get_kind_display(),
        about=presenters.about_version(version, on, current=version == in_force(held)),
        texts=presenters.texts(version), signatures=presenters.signatures_table(version),
        versions=presenters.versions_table(held), address=presenters.address(held), number_text=str(version.number),
        may_write=bool(may(actor, Permission.DOCUMENT_WRITE)),
        may_decide=waits and bool(may(actor, Permission.DOCUMENT_APPROVE)),
    )  # fmt: skip


@page(Permission.AGENCY_VIEW)
@require_GET
def document(request: HttpRequest, document: int) -> HttpResponse:
    """A document as it is in force, or as it was proposed where none is."""
    held = _find(request, document)
    return _show(request, held, in_force(held) or held.all_versions[0])  # type: ignore[attr-defined]


@page(Permission.AGENCY_VIEW)
@require_GET
def version(request: HttpRequest, document: int, number: int) -> HttpResponse:
    """One version of a document, as it was proposed."""
    held = _find(request, document)
    return _show(request, held, _version(held, number))


def _form(request: HttpRequest, kind: str, *, titled: bool, initial: dict[str, Any]) -> VersionForm:
    actor, on = actor_of(request), clock.day_of(clock.now())
    edition = edition_on(actor.area, on)
    headings = services.sections_of(kind, edition)
    memorandum = kind == DocumentKind.MEMORANDUM
    needed = set(policy.words(policy.SECTIONS, edition)) if memorandum else set(headings)
    return VersionForm(
        request.POST or None, agencies=agencies_of(actor.area, on), sections=headings, needed=needed, titled=titled,
        initial=initial,
    )  # fmt: skip


@page(Permission.DOCUMENT_WRITE)
@require_http_methods(["GET", "POST"])
def document_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a document with its first version."""
    if kind not in DocumentKind.values:
        raise Http404
    form = _form(request, kind, titled=True, initial={})

    def act() -> None:
        title = form.cleaned_data["title"]
        services.write_document(kind=kind, title=title, facts=form.facts(), actor=actor_of(request), at=clock.now())

    return answer(
        request, form, act, title=f"Write: {DocumentKind(kind).label.lower()}",
        done="The version waits for the board chair.", back=BACK, submit_text="Propose to the board",
    )  # fmt: skip


@page(Permission.DOCUMENT_WRITE)
@require_http_methods(["GET", "POST"])
def version_new(request: HttpRequest, document: int) -> HttpResponse:
    """Write the next version, beginning with the words of the newest."""
    held = _find(request, document)
    newest = held.all_versions[0]  # type: ignore[attr-defined]
    initial = newest.texts | {"read_number": newest.number, "parties": newest.parties.all()}
    form = _form(request, held.kind, titled=False, initial=initial)

    def act() -> None:
        services.write_version(
            document=held, facts=form.facts(), read_number=form.cleaned_data["read_number"] or 0,
            actor=actor_of(request), at=clock.now(),
        )  # fmt: skip

    return answer(
        request, form, act, title=f"Write version {newest.number + 1} of {held.title}",
        done="The version waits for the board chair.", back=presenters.address(held),
        submit_text="Propose to the board",
        intro="Earlier versions stay as they are. The one in force stays so until the board approves this one.",
    )  # fmt: skip


@page(Permission.DOCUMENT_APPROVE)
@require_http_methods(["GET", "POST"])
def version_decide(request: HttpRequest, document: int, number: int) -> HttpResponse:
    """Approve a version for the board, or return it."""
    held = _find(request, document)
    read_version = _version(held, number)
    form = DecideForm(request.POST or None)

    def act() -> None:
        services.decide_version(
            document=held, number=number, approve=form.cleaned_data["decision"] == "approve",
            reason=form.cleaned_data["reason"], actor=actor_of(request), at=clock.now(),
        )  # fmt: skip

    return answer(
        request, form, act, title=f"Decide on version {number} of {held.title}", done="The decision is recorded.",
        back=presenters.address(held), submit_text="Record the decision", texts=presenters.texts(read_version),
        template="cooperation/decide.html",
    )  # fmt: skip


@page(Permission.DOCUMENT_WRITE)
@require_http_methods(["GET", "POST"])
def version_sign(request: HttpRequest, document: int, number: int) -> HttpResponse:
    """Record who signed a version for one of its parties."""
    held = _find(request, document)
    form = SignForm(request.POST or None, agencies=_version(held, number).parties.all())

    def act() -> None:
        services.sign_version(
            document=held, number=number, **form.cleaned_data, actor=actor_of(request), at=clock.now()
        )

    return answer(
        request, form, act, title=f"Record a signature under version {number}", done="The signature is recorded.",
        back=f"{presenters.address(held)}versions/{number}/",
    )  # fmt: skip
