"""Pages of a long list, 25 rows each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from mappa.govuk.presenters import Options, pagination

ROWS = 25


@dataclass(frozen=True)
class Slice:
    """The rows of one page, how many there are in all, and the links to the other pages."""

    rows: list[Any]
    total: int
    links: Options | None


def slice_of(rows: QuerySet, request: HttpRequest, address: Callable[[int], str] = "?page={}".format) -> Slice:
    """The page that the request asks for; one that does not exist gives the nearest that does."""
    pages = Paginator(rows, ROWS)
    page = pages.get_page(request.GET.get("page"))
    return Slice(
        rows=list(page.object_list),
        total=pages.count,
        links=pagination(page=page.number, pages=pages.num_pages, address=address),
    )
