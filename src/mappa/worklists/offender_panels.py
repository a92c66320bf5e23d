"""People in MAPPA who were not told so, and convictions at which nobody has said whether an order is applied for."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, QuerySet, Value

from mappa.accounts.permissions import Permission, may
from mappa.cases.selectors import open_cases_visible_to
from mappa.cases.shareable import MAPPA_ITSELF
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link
from mappa.offender.selectors import not_told
from mappa.offending.selectors import convictions_to_ask_about
from mappa.people.models import Person
from mappa.worklists.panel import Panel, Today, few_of_each, named

NOT_TOLD, ORDERS = "not told", "orders"
COLUMNS = ("pk", "person__reference", "person__family_name", "person__given_names", "day", "what")
Few = tuple[list[Any], int, int]


def _waiting(today: Today) -> dict[str, Few]:
    """Both, as far as the actor has to do with each: one query."""
    lists: dict[str, QuerySet[Any]] = {}
    if may(today.actor, Permission.TRANSFER_REQUEST):
        lists[NOT_TOLD] = not_told(today.actor, today.on).annotate(day=F("opened_on"), what=Value(""))
    if may(today.actor, Permission.FACT_RECORD):
        people = Person.objects.filter(pk__in=open_cases_visible_to(today.actor, today.on).values("person"))
        lists[ORDERS] = convictions_to_ask_about(people).annotate(day=F("on"), what=F("title"))
    return few_of_each(lists, *COLUMNS)


def people_not_told(today: Today) -> Panel | None:
    """People of the actor's agency in MAPPA who are not recorded as told, with nothing withheld (OFFENDER-01)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    return _panel(
        today.once(_waiting)[NOT_TOLD], lambda row: ("told/", f"In MAPPA since {long_date(row.day)}"),
        title="Not told that they are under MAPPA", empty="Everybody was told, or a meeting withheld it.",
    )  # fmt: skip


def orders_to_ask_about(today: Today) -> Panel | None:
    """Of people of the actor's agency in MAPPA, until somebody answers or a review of the plan does (ORDERS-08)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    return _panel(
        today.once(_waiting)[ORDERS],
        lambda row: (f"facts/convictions/{row.pk}/order/", f"{row.what}, {long_date(row.day)}"),
        title="Is an order applied for?", empty="It was answered at every latest conviction.",
    )  # fmt: skip


def _panel(few: Few, about: Callable[[Any], tuple[str, str]], *, title: str, empty: str) -> Panel:
    """A line for each person: `about` gives the page of the person that it leads to, and what it says."""
    first, count, _ = few
    people = [
        Person(
            reference=row.person__reference, family_name=row.person__family_name, given_names=row.person__given_names
        )
        for row in first
    ]
    lines = []
    for row, person in zip(first, people, strict=True):
        page, says = about(row)
        lines.append((Link(text=named(person), href=f"/people/{person.reference}/{page}"), says, None))
    return Panel(title=title, count=count, lines=lines, empty=empty, people=[each.reference for each in people])
