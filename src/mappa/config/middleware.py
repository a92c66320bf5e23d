"""What every request passes through, beyond Django's own."""

import secrets
import time
import traceback
from collections.abc import Callable
from typing import ClassVar

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.accounts.half_way import lacks_second_factor
from mappa.accounts.joint import act_as_chosen
from mappa.accounts.pages import actor_of
from mappa.audit.models import What
from mappa.audit.services import NotRecorded, correlation, record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Problem, Refused, Stale

View = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("mappa.requests")


class RequestLog:
    """One line for each request: its id, method, route, status and time. Never its path, query or contents."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and log how it went."""
        request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        response = self.get_response(request)
        log.info(
            "request",
            method=request.method,
            route=_route(request),
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )
        response["X-Request-Id"] = request_id
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Log what kind of failure it was and where. Its message may name people, so that stays out."""
        frames = traceback.extract_tb(exception.__traceback__)
        log.error(
            "request failed",
            method=request.method,
            route=_route(request),
            failure=type(exception).__name__,
            frames=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
        )


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.route if match else "none"


GUARDS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""Beside those that Django and django-csp add. No page is kept by a browser or a proxy."""


def guard_every_answer(get_response: View) -> View:
    """Add `GUARDS` to every answer but style sheets and scripts, which hold nothing and may be kept."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            for name, value in GUARDS.items():
                response[name] = value
        return response

    return handle


def end_sessions_in_time(get_response: View) -> View:
    """Sign out whoever was away or signed in for too long or, in `live`, came in without a second factor.

    It runs before any page is asked, so no page has to remember it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            at = clock.now()
            if why := request.session.over(at) or lacks_second_factor(request):
                actor = actor_of(request)
                record(
                    what=What.ACCESS, operation="session ended", actor=actor, subject_type="user",
                    subject=actor.username, at=at, why=why,
                )  # fmt: skip
                logout(request)
            else:
                request.session.used(at)
                act_as_chosen(request, actor_of(request), at=at)
        return get_response(request)

    return handle


class AnswerProblems:
    """Turn the problems that services raise into pages that say what happened and what to do.

    The view's transaction has been rolled back by then, so nothing is half-saved.
    """

    STATUS: ClassVar[tuple[tuple[type[Problem], int, str], ...]] = (
        (Refused, 403, "You cannot do this"),
        (Stale, 409, "Somebody else changed this"),
        (NotPossible, 409, "This cannot be done now"),
        (Incomplete, 422, "Something is missing"),
        (NotRecorded, 503, "The service is not available"),
    )

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, with its id in every audit row that it adds."""
        token = correlation.set(structlog.contextvars.get_contextvars().get("request_id", ""))
        try:
            return self.get_response(request)
        finally:
            correlation.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a problem; leave everything else to Django."""
        for kind, status, title in self.STATUS:
            if isinstance(exception, kind):
                context = {"page_title": title, "explanation": str(exception)}
                return render(request, f"{status}.html", context, status=status)
        return None
