"""A list as a page: one slice of its rows, and everybody shown in it on the log."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.accounts.pages import actor_of
from mappa.audit.services import record_shown
from mappa.govuk.paging import slice_of
from mappa.govuk.presenters import Options
from mappa.kernel import clock


class OnRecord(Protocol):
    """Somebody with a reference, by which the log names them."""

    @property
    def reference(self) -> str:
        """Their reference."""


def list_page(
    request: HttpRequest, rows: QuerySet, *, operation: str, about: Callable[[Any], Iterable[OnRecord]],
    table: Callable[[list[Any]], Options], title: str, empty: str, count: Callable[[int], str] = "{:,} in all".format,
    template: str = "govuk/list_page.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a list that the request asks for.

    Args:
        rows: those that the reader may see, in order.
        operation: as the log names the look.
        about: whom a row shows.
        table: the rows of the page in plain values.
        empty: what stands there without a row.
        count: says how many there are in all.
        more: what the template reads besides.
    """
    found = slice_of(rows, request)
    shown = [person.reference for row in found.rows for person in about(row)]
    record_shown(operation=operation, actor=actor_of(request), subjects=shown, at=clock.now())
    context = {
        "page_title": title, "table": table(found.rows), "empty_text": empty, "count_text": count(found.total),
        "pagination": found.links,
    }  # fmt: skip
    return render(request, template, context | more)
