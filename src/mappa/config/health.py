"""Whether this server answers, and which build it is."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mappa.accounts.pages import public


@cache
def product_version() -> str:
    """The version of the installed product."""
    try:
        return version("mappa")
    except PackageNotFoundError:
        return "unknown"


@cache
def build_id() -> str:
    """Twelve digits that change with any line of our code: a stale server shows an older one."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *package.parent.joinpath("mappa_policy").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


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
