"""Whether this server answers, and which build it is."""

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mappa.accounts.pages import public
from mappa.config.build import build_id, product_version


@public
@require_safe
@never_cache
@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django calls every view with the request
    """Status, version and build as JSON. No data, no sign-in."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        status, code = "ok", 200
    except DatabaseError:
        status, code = "database unavailable", 503
    return JsonResponse({"status": status, "version": product_version(), "build": build_id()}, status=code)
