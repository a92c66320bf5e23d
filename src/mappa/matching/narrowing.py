"""What a search can be narrowed by: a table, to which apps above add what they know of people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.agencies.selectors import agencies_of
from mappa.people.models import Involvement, Person
from mappa.people.selectors import area_on, involved_on


@dataclass(frozen=True)
class Narrower:
    """One way to narrow a search.

    Args:
        name: the field's name. label: what stands over it.
        choices: (value, words) that the user may choose from on a day.
        people: those of some people to whom a value applies on a day.
    """

    name: str
    label: str
    choices: Callable[[User, date], list[tuple[str, str]]]
    people: Callable[[QuerySet[Person], str, date], QuerySet[Person]]


def _areas(_actor: User, _on: date) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in Area.objects.order_by("name").values_list("pk", "name")]


def _agencies(actor: User, on: date) -> list[tuple[str, str]]:
    rows = agencies_of(actor.area, on)
    return [(str(key), name) for key, name in rows.values_list("pk", "name")]


def _managed_by(people: QuerySet[Person], area: str, on: date) -> QuerySet[Person]:
    return people.alias(managed_by=area_on(on)).filter(managed_by=int(area))


def _involving(people: QuerySet[Person], agency: str, on: date) -> QuerySet[Person]:
    return people.filter(pk__in=Involvement.objects.filter(involved_on(on), agency=int(agency)).values("person"))


OWN = (
    Narrower("area", "Managed by", _areas, _managed_by),
    Narrower("agency", "Agency involved", _agencies, _involving),
)
NARROWERS: list[Narrower] = list(OWN)
"""Every way to narrow. `mappa.config.wiring` adds those of higher apps with `wire_narrowers`."""


Finder = Callable[..., dict[int, str]]
"""(actor, text, at=) gives ids of people and why each, from what the apps above hold. Scope is applied afterwards."""
FINDERS: list[Finder] = []


def wire_finders(finders: list[Finder]) -> None:
    """Install what higher apps find people by. Called once, when the product starts."""
    FINDERS[:] = finders


def wire_narrowers(further: list[Narrower]) -> None:
    """Install what higher apps add, before this app's own. Called once, when the product starts."""
    NARROWERS[:] = [*further, *OWN]
