"""What every request passes through, beyond Django's own."""

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("mappa.requests")


def request_log(get_response: View) -> View:
    """One line for each request: its id, method, route, status and time. Never its path or query."""

    def handle(request: HttpRequest) -> HttpResponse:
        request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else "none",
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )
        response["X-Request-Id"] = request_id
        return response

    return handle


def keep_out_of_caches(get_response: View) -> View:
    """Nothing a signed-in person sees is kept by a browser or a proxy."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    return handle
