"""Whoever asks for what they may not see is on record, and the answer does not tell."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.audit.models import What
from mappa.audit.services import NotRecorded, record
from mappa.kernel import clock
from mappa.kernel.references import REFERENCE

View = Callable[[HttpRequest], HttpResponse]
OPERATIONS = {HTTPStatus.FORBIDDEN: "refused", HTTPStatus.NOT_FOUND: "not found"}


def record_denials(get_response: View) -> View:
    """Add an event for a signed-in person's 403 or 404, the same whether or not there is such a thing.

    A permission that is missing is recorded where it is asked for (`mappa.accounts.pages`), so not again here.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        operation = OPERATIONS.get(HTTPStatus(response.status_code))
        if operation and request.user.is_authenticated and not getattr(request, "refusal_recorded", False):
            try:
                with transaction.atomic():
                    _record(request, operation)
            except NotRecorded as problem:
                context = {"page_title": "The service is not available", "explanation": str(problem)}
                return render(request, "503.html", context, status=503)
        return response

    return handle


def _record(request: HttpRequest, operation: str) -> None:
    match = request.resolver_match
    asked = str(match.kwargs.get("reference", "")) if match else ""
    found = REFERENCE.fullmatch(asked)
    kind = "address" if found is None else "person" if found["kind"] == "P" else "record"
    record(
        what=What.ACCESS,
        operation=operation,
        actor=request.user,
        subject_type=kind,
        subject=asked if found else (match.url_name or "none")[:64] if match else "none",
        at=clock.now(),
        page=match.url_name if match else None,
        method=request.method,
    )
