"""How each role stands to one person, and how an answer counts: the words of ``docs/reference/access-cells.csv``."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, AgencyKind
from mappa.kernel import clock
from mappa.people.models import AccessList, EmergencyAccess, Involvement, ListedName, ManagingArea, Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.journeys.everything import Everything, parts

MESSAGE = "Ask the duty inspector about this record"
"""What a list of these drills says to whoever it keeps out."""
NOBODY = "nobody"
"""The column of a visitor who has not signed in."""
SHOWN, FORBIDDEN, TOLD, MISSING, NOT_OFFERED, SIGN_IN, BROKEN = "S", "F", "M", "H", "N", "I", "!"


def outcome(answer: object) -> str:
    """The letter of an answer. A form sent back with what is missing was reached, so it counts as shown."""
    status = answer.status_code
    if status == 302 and answer.url.startswith("/signin?"):
        return SIGN_IN
    if status == 403:
        return TOLD if MESSAGE in answer.content.decode() else FORBIDDEN
    return {404: MISSING, 405: NOT_OFFERED}.get(status, SHOWN if status < 500 else BROKEN)


class Roles:
    """One signed-in user of every role, in an area."""

    def __init__(self, area: str, *, clearances: tuple[str, ...] = ()) -> None:
        place = an_area(area)
        self.users = {role.value: a_user(role, area=place, clearances=clearances) for role in Role}
        self.clients = {NOBODY: Client(raise_request_exception=False)}
        for role, user in self.users.items():
            self.clients[role] = Client(raise_request_exception=False)
            self.clients[role].force_login(user)

    def ask(
        self,
        role: str,
        method: str,
        address: str,
        *,
        sent: dict[str, object] | None = None,
        seen: Callable[[object], None] | None = None,
    ) -> object:
        """One request whose effects are taken back, with the cookies that were there before.

        Args:
            seen: told of the answer before its effects are taken back.
        """
        client = self.clients[role]
        cookies = {name: one.value for name, one in client.cookies.items()}
        with transaction.atomic():
            answer = client.post(address, sent) if sent else client.generic(method, address)
            if seen:
                seen(answer)
            transaction.set_rollback(True)
        client.cookies.clear()
        for name, value in cookies.items():
            client.cookies[name] = value
        return answer


def address_of(world: Everything, route: str) -> str:
    """Where a route leads to the world's own thing."""
    return reverse(route, kwargs=parts(world, route))


def a_list(person: Person, kind: str, *named: User | Agency, **more: object) -> None:
    """A list in force, with the message that the drills look for."""
    at = clock.now() - timedelta(minutes=1)
    made = AccessList.objects.create(
        person=person, kind=kind, since=clock.day_of(at), reason="x", message=MESSAGE, set_by="x", set_at=at, **more
    )
    for one in named:
        of = {"user": one} if isinstance(one, User) else {"agency": one}
        ListedName.objects.create(list=made, added_at=at, added_by="x", **of)


def on_record(_world: Everything, _roles: Roles) -> None:
    """Their agency is on the record, or their area manages the person."""


def walled(world: Everything, _roles: Roles) -> None:
    """The record lies behind the wall of Category 4."""
    Person.objects.filter(pk=world.person.pk).update(compartment="category_4")


def restricted(world: Everything, _roles: Roles) -> None:
    """A restriction names somebody else."""
    a_list(world.person, "restriction", world.row("accounts.User"))


def named(world: Everything, roles: Roles) -> None:
    """A restriction names them too."""
    a_list(world.person, "restriction", *roles.users.values())


def excluded(world: Everything, roles: Roles) -> None:
    """An exclusion names them."""
    a_list(world.person, "exclusion", *roles.users.values())


def ended(world: Everything, _roles: Roles) -> None:
    """Their agency was on the record until yesterday, and another area manages the person since today."""
    today = clock.day_of(clock.now())
    Involvement.objects.filter(person=world.person).update(until=today - timedelta(days=1))
    ManagingArea.objects.create(person=world.person, area=an_area("westmere"), since=today, by="x")


def emergency(world: Everything, roles: Roles, *, minutes_left: int = 30) -> None:
    """They took emergency access and it runs."""
    ends = clock.now() + timedelta(minutes=minutes_left)
    for user in roles.users.values():
        EmergencyAccess.objects.create(
            person=world.person, user=user, reason="x", opened_at=ends - timedelta(hours=1), ends_at=ends
        )


def expired(world: Everything, roles: Roles) -> None:
    """They took emergency access and its hour is over."""
    emergency(world, roles, minutes_left=0)


def emergency_excluded(world: Everything, roles: Roles) -> None:
    """Emergency access runs, and an exclusion names them."""
    emergency(world, roles)
    excluded(world, roles)


HERE, ELSEWHERE, CLEARED = "here", "elsewhere", "cleared"
RELATIONSHIPS: dict[str, tuple[str, Callable[[Everything, Roles], None]]] = {
    "on record": (HERE, on_record),
    "stranger": (ELSEWHERE, on_record),
    "walled": (HERE, walled),
    "walled and cleared": (CLEARED, walled),
    "restricted": (HERE, restricted),
    "restricted and named": (HERE, named),
    "excluded": (HERE, excluded),
    "ended": (HERE, ended),
    "emergency": (ELSEWHERE, emergency),
    "emergency over": (ELSEWHERE, expired),
    "emergency and excluded": (ELSEWHERE, emergency_excluded),
}
"""Each way to stand to a person: who asks, and what makes it so."""


class Places:
    """The world and who asks: people of its area, of another, and cleared ones."""

    def __init__(self, world: Everything) -> None:
        self.world = world
        an_agency(AgencyKind.POLICE, an_area("eastmere"))
        self.who = {
            HERE: Roles("northshire"), ELSEWHERE: Roles("eastmere"),
            CLEARED: Roles("northshire", clearances=("category_4",)),
        }  # fmt: skip

    @contextmanager
    def standing(self, relationship: str):
        """Make a relationship, and take it back."""
        who, make = RELATIONSHIPS[relationship]
        with transaction.atomic():
            make(self.world, self.who[who])
            yield self.who[who]
            transaction.set_rollback(True)
