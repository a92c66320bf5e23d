"""Random worlds: people, what opens their records, what walls them off, and a plain reading of who may know whom.

`expected` reads the description of a world and no table, so that it can disagree with the product.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as some

from mappa.accounts.models import Clearance, User
from mappa.accounts.permissions import SCOPES, Role, Scope
from mappa.agencies.models import Agency, Area
from mappa.people.models import (
    AccessList,
    AccessListKind,
    EmergencyAccess,
    Involvement,
    InvolvementKind,
    ListedName,
    ManagingArea,
    Person,
)
from tests.factories.accounts import a_user, an_agency, an_area

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = date(2026, 3, 2)
PLACES, AGENCIES = 2, 3
ACTOR, SOMEBODY = 0, 1

days = some.integers(-2, 2)
ends = some.none() | days
hours = some.integers(-2, 2)


@dataclass
class Involved:
    agency: int
    since: int
    until: int | None


@dataclass
class Opened:
    user: int
    at: int
    hours: int


@dataclass
class Named:
    agency: int | None
    user: int | None
    added: int
    removed: int | None


@dataclass
class Listed:
    kind: str
    since: int
    until: int | None
    lifted: int | None
    passes: bool
    names: list[Named] = field(default_factory=list)


@dataclass
class Someone:
    """One person: areas by day from which they manage, in which compartment, who is involved, which lists stand."""

    areas: dict[int, int]
    walled: bool
    involved: list[Involved]
    opened: list[Opened]
    lists: list[Listed]


@dataclass
class World:
    role: Role
    cleared: list[tuple[int, int, int | None]]
    people: list[Someone]
    on: int


names = some.one_of(
    some.builds(
        Named, agency=some.integers(0, AGENCIES - 1), user=some.none(), added=hours, removed=some.none() | hours
    ),
    some.builds(Named, agency=some.none(), user=some.integers(0, 1), added=hours, removed=some.none() | hours),
)
lists = some.builds(
    Listed, kind=some.sampled_from(AccessListKind.values), since=some.integers(-2, 1), until=ends,
    lifted=some.none() | hours, passes=some.booleans(), names=some.lists(names, max_size=2),
)  # fmt: skip
someone = some.builds(
    Someone,
    areas=some.dictionaries(days, some.integers(0, PLACES - 1), max_size=3),
    walled=some.integers(0, 3).map(lambda number: number == 0),
    involved=some.lists(
        some.builds(Involved, agency=some.integers(0, AGENCIES - 1), since=days, until=ends), max_size=2
    ),
    opened=some.lists(some.builds(Opened, user=some.integers(0, 1), at=hours, hours=some.integers(1, 2)), max_size=1),
    lists=some.lists(lists, max_size=2),
)
worlds = some.builds(
    World,
    role=some.sampled_from(list(Role)),
    cleared=some.lists(some.tuples(days, some.integers(0, 2), some.none() | hours), max_size=1),
    people=some.lists(someone, min_size=1, max_size=4),
    on=days,
)


def _live(since: int, until: int | None, now: int = 0) -> bool:
    return since <= now and (until is None or until >= now)


def _standing(added: int, removed: int | None) -> bool:
    return added <= 0 and (removed is None or removed > 0)


def _out(world: World, one: Someone, each: Listed) -> bool:
    if not _live(each.since, each.until) or (each.lifted is not None and each.lifted <= 0):
        return False
    on_it = any(_standing(name.added, name.removed) and (name.agency == 0 or name.user == ACTOR) for name in each.names)
    if each.kind == AccessListKind.EXCLUSION:
        return on_it
    return not on_it and not (each.passes and _emergency(one))


def _emergency(one: Someone) -> bool:
    return any(row.user == ACTOR and row.at <= 0 < row.at + row.hours for row in one.opened)


def expected(world: World, one: Someone) -> bool:
    """Whether the actor, who works for agency 0 in area 0, may know of this person."""
    scope = SCOPES[world.role]
    if scope is Scope.NOBODY:
        return False
    begun = [day for day in one.areas if day <= world.on]
    managed = scope is Scope.AREA and bool(begun) and one.areas[max(begun)] == 0
    involved = scope is Scope.AGENCY and any(
        row.agency == 0 and _live(row.since, row.until, world.on) for row in one.involved
    )
    if not (managed or involved or _emergency(one)):
        return False
    if one.walled and not any(
        since <= 0 <= since + length and (gone is None or gone > 0) for since, length, gone in world.cleared
    ):
        return False
    return not any(_out(world, one, each) for each in one.lists)


@dataclass
class Places:
    """What every world shares."""

    areas: list[Area]
    agencies: list[Agency]
    users: list[User]

    @classmethod
    def build(cls) -> "Places":
        areas = [an_area(), an_area("eastmere")]
        agencies = [an_agency(), an_agency("probation"), an_agency("housing")]
        users = [a_user(Role.CHAIR, area=areas[0], agency=agencies[0]) for _ in range(2)]
        return cls(areas, agencies, users)


def _at(hour: int | None) -> datetime | None:
    return None if hour is None else NOON + hour * HOUR


def _on(day: int | None) -> date | None:
    return None if day is None else TODAY + day * DAY


def write(world: World, places: Places) -> tuple[User, list[Person]]:
    """Write a world, and give its actor and people."""
    actor = places.users[ACTOR]
    actor.role = world.role.value
    Clearance.objects.bulk_create(
        Clearance(
            user=actor, kind="category_4", since=_on(since), until=_on(since + length), granted_by="x",
            granted_at=NOON - 9 * DAY, withdrawn_at=_at(gone),
        )
        for since, length, gone in world.cleared
    )  # fmt: skip
    people = Person.objects.bulk_create(
        Person(
            reference=f"NS-P-W{number}", family_name="Testperson", given_names="Alex", recorded_at=NOON,
            recorded_by="x", compartment="category_4" if one.walled else "",
        )
        for number, one in enumerate(world.people)
    )  # fmt: skip
    pairs = list(zip(people, world.people, strict=True))
    ManagingArea.objects.bulk_create(
        ManagingArea(person=person, area=places.areas[area], since=_on(day), by="x")
        for person, one in pairs
        for day, area in one.areas.items()
    )
    Involvement.objects.bulk_create(
        Involvement(
            person=person, agency=places.agencies[row.agency], kind=InvolvementKind.PARTNER, since=_on(row.since),
            until=_on(row.until),
        )
        for person, one in pairs
        for row in one.involved
    )  # fmt: skip
    EmergencyAccess.objects.bulk_create(
        EmergencyAccess(
            person=person, user=places.users[row.user], reason="r", opened_at=_at(row.at),
            ends_at=_at(row.at + row.hours),
        )
        for person, one in pairs
        for row in one.opened
    )  # fmt: skip
    _write_lists(pairs, places)
    return actor, people


def _write_lists(pairs: list[tuple[Person, Someone]], places: Places) -> None:
    described = [(person, each) for person, one in pairs for each in one.lists]
    written = AccessList.objects.bulk_create(
        AccessList(
            person=person, kind=each.kind, since=_on(each.since), until=_on(each.until), reason="r", message="Ask them",
            emergency_passes=each.passes and each.kind == AccessListKind.RESTRICTION, set_by="x",
            set_at=NOON - 9 * DAY, lifted_at=_at(each.lifted),
        )
        for person, each in described
    )  # fmt: skip
    ListedName.objects.bulk_create(
        ListedName(
            list=row, agency=None if name.agency is None else places.agencies[name.agency],
            user=None if name.user is None else places.users[name.user], added_at=_at(name.added), added_by="x",
            removed_at=_at(name.removed),
        )
        for row, (_, each) in zip(written, described, strict=True)
        for name in each.names
    )  # fmt: skip
