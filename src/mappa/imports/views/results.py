"""Files of other systems in the browser: send, read the report of the dry run, then take in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.govuk.paging import slice_of
from mappa.govuk.presenters import Link
from mappa.imports import presenters, services
from mappa.imports.extracts import EXTRACTS
from mappa.imports.forms import TakeForm, UploadForm
from mappa.imports.models import ImportedFile, WaitingFile
from mappa.imports.reading import read_all
from mappa.imports.refusals import FileRefused
from mappa.imports.selectors import files_of
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible

COURT = "court-results"


def _page_of(kind: str) -> str:
    return reverse("court-results") if kind == COURT else reverse("extract", args=[kind])


@page(Permission.RESULTS_IMPORT)
def court_results(request: HttpRequest) -> HttpResponse:
    """Send a file of court results, and see those taken in before."""
    return _send(request, COURT)


@page(Permission.RESULTS_IMPORT)
def extract(request: HttpRequest, kind: str) -> HttpResponse:
    """Send an extract of probation, a prison or the police, and see those taken in before."""
    if kind not in EXTRACTS:
        raise Http404
    return _send(request, kind)


def _send(request: HttpRequest, kind: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    form = UploadForm(request.POST or None, request.FILES or None, what=services.LABELS[kind])
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            content = read_all(sent.chunks())
            report = services.IMPORTS[kind](
                content=content, name=sent.name, area=actor.area, actor=actor, at=at, dry_run=True
            )
        except FileRefused as wrong:
            form.add_error("file", str(wrong))
        else:
            waiting = services.keep_waiting(
                kind=kind, content=content, report=report, area=actor.area, actor=actor, at=at
            )
            return redirect("court-results-check", waiting.pk)
    taken = slice_of(files_of(actor, kind), request)
    context = {
        "page_title": services.LABELS[kind],
        "form": form,
        "submit_text": "Check the file",
        "others": [Link(text=text, href=_page_of(other)) for other, text in services.LABELS.items() if other != kind],
        "may_settle": bool(may(actor, Permission.DIFFERENCE_SETTLE)),
        "columns": ", ".join(EXTRACTS[kind].columns) if kind in EXTRACTS else "",
        "further": ", ".join(EXTRACTS[kind].further) if kind in EXTRACTS else "",
        "table": presenters.files_table(taken.rows),
        "pagination": taken.links,
    }
    return render(request, "imports/court_results.html", context, status=422 if form.errors else 200)


@page(Permission.RESULTS_IMPORT)
def check(request: HttpRequest, waiting: int) -> HttpResponse:
    """The report of the dry run, and the button that takes the file in."""
    actor, at = actor_of(request), clock.now()
    file = WaitingFile.objects.select_related("area").filter(pk=waiting, by=actor.username).first()
    if file is None:
        messages.info(request, "This file was taken in already, or you sent another one since. Nothing was done twice.")
        return redirect("court-results")
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accept = form.cleaned_data["accept_good_rows"]
        report = services.take_waiting(waiting=waiting, accept_good_rows=accept, actor=actor, at=at)
        if not report.accepted:
            raise NotPossible(
                "The file has refused rows, so nothing was saved. Go back and tick the box that leaves them out, "
                "or send a corrected file."
            )
        messages.success(request, f"{len(report.taken)} rows taken in.")
        return redirect("court-results-report", files_of(actor, file.kind).get(sha256=report.sha256).pk)
    report = services.IMPORTS[file.kind](
        content=bytes(file.content), name=file.name, area=file.area, actor=actor, at=at, dry_run=True
    )
    said = report.as_dict()
    if not said["refused"]:
        del form.fields["accept_good_rows"]
    context = {
        "page_title": "Check before taking in",
        "caption": services.LABELS[file.kind],
        "back_href": _page_of(file.kind),
        "form": form,
        "submit_text": "Take in",
        "may_take": bool(said["rows_taken"] or said["rows_held"]),
        **presenters.report_parts(said),
    }
    return render(request, "imports/report.html", context)


@page(Permission.RESULTS_IMPORT)
def report_of(request: HttpRequest, file: int) -> HttpResponse:
    """The report of a file that was taken in."""
    taken: ImportedFile | None = files_of(actor_of(request)).filter(pk=file).first()
    if taken is None:
        raise Http404
    context = {
        "page_title": "Report of a file",
        "caption": services.LABELS.get(taken.kind, ""),
        "back_href": _page_of(taken.kind if taken.kind in services.LABELS else COURT),
        "may_take": False,
        **presenters.report_parts(taken.report),
    }
    return render(request, "imports/report.html", context)
