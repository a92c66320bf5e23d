"""People in MAPPA not told so, convictions where nobody asked about an order, and what follows failures to notify."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from mappa.accounts.permissions import Permission, may
from mappa.cases.selectors import open_cases_visible_to
from mappa.cases.shareable import MAPPA_ITSELF
from mappa.govuk.days import long_date
from mappa.govuk.presenters import LATE, Link
from mappa.kernel.models import is_one_of
from mappa.offender.selectors import not_told
from mappa.offending.selectors import breach_actions_to_do, convictions_to_ask_about
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.worklists.panel import Panel, Today, few_of_each, named

NOT_TOLD, ORDERS, FOLLOW_UPS = "not told", "orders", "follow-ups"
WHO = ("reference", "family_name", "given_names")
COLUMNS = ("pk", *(f"their_{name}" for name in WHO), "day", "what")
Few = tuple[list[Any], int, int]


def _waiting(today: Today) -> dict[str, Few]:
    """All three, as far as the actor has to do with each: two queries."""
    lists: dict[str, QuerySet[Any]] = {}
    # told by id: PostgreSQL would look for the open cases of each row again
    in_mappa = dict(open_cases_visible_to(today.actor, today.on).values_list("pk", "person"))
    if may(today.actor, Permission.TRANSFER_REQUEST):
        waiting = not_told(today.actor, today.on, among=in_mappa)
        lists[NOT_TOLD] = _told(waiting, "person", day=F("opened_on"), what=Value(""))
    if may(today.actor, Permission.FACT_RECORD):
        people = Person.objects.filter(is_one_of("pk", in_mappa.values()))
        lists[ORDERS] = _told(convictions_to_ask_about(people), "person", day=F("on"), what=F("title"))
        known = people_visible_to(today.actor, today.on)
        lists[FOLLOW_UPS] = _told(breach_actions_to_do(known), "breach__person", day=F("due"))
    return few_of_each(lists, *COLUMNS, urgent=Q(day__lt=today.on))


def _told(rows: QuerySet[Any], person: str, **more: Any) -> QuerySet[Any]:
    """Rows with what a line says of their person."""
    return rows.annotate(**{f"their_{name}": F(f"{person}__{name}") for name in WHO}, **more)


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


def follow_ups(today: Today) -> Panel | None:
    """What follows failures to notify, of people of the actor's agency, until it is done (IDENT-30)."""
    if today.actor.agency.kind in MAPPA_ITSELF:
        return None
    few = today.once(_waiting)[FOLLOW_UPS]
    return _panel(
        few, lambda row: (f"facts/breach-actions/{row.pk}/", f"{row.what}, by {long_date(row.day)}"),
        title="After failures to notify", empty="Nothing is open that follows a failure to notify.", late=today.on,
        urgent=few[2],
    )  # fmt: skip


def _panel(
    few: Few, about: Callable[[Any], tuple[str, str]], *, title: str, empty: str, late: date | None = None,
    urgent: int = 0,
) -> Panel:  # fmt: skip
    """A line for each person.

    Args:
        about: the page of the person that a line leads to, and what it says.
        late: a line of an earlier day is late; None where a day is no limit.
    """
    first, count, _ = few
    people = [Person(**{name: getattr(row, f"their_{name}") for name in WHO}) for row in first]
    lines = []
    for row, person in zip(first, people, strict=True):
        page, says = about(row)
        tag = LATE if late and row.day < late else None
        lines.append((Link(text=named(person), href=f"/people/{person.reference}/{page}"), says, tag))
    shown = [each.reference for each in people]
    return Panel(title=title, count=count, urgent=urgent, lines=lines, empty=empty, people=shown)
