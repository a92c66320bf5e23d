"""The reference of a record that was merged leads to the record that it is part of now."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from mappa.accounts.pages import actor_of
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.kernel.reading import read_as_user
from mappa.nominals.selectors import kept_for

PEOPLE = "/people/"


def follow_merged_references(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Send whoever asks for a merged record to the same page of the kept one, if they may know of that."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        found = request.resolver_match
        asked_for_one = request.path.startswith(PEOPLE) and found and found.kwargs.get("reference")
        if response.status_code != HTTPStatus.NOT_FOUND or request.method not in {"GET", "HEAD"} or not asked_for_one:
            return response
        if not request.user.is_authenticated:
            return response
        reference, actor, at = str(asked_for_one), actor_of(request), clock.now()
        with transaction.atomic():
            read_as_user(actor, at=at)
            kept = kept_for(actor, reference, clock.day_of(at))
            if kept is None:
                return response
            record_shown(
                operation="nominals:record:follow", actor=actor, subjects=[kept.reference], at=at, asked_for=reference
            )
        path = request.path.removeprefix(PEOPLE).removeprefix(reference)
        return HttpResponseRedirect(f"{PEOPLE}{kept.reference}{path}")

    return handle
