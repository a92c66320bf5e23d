"""The search: candidates by their keys, within what the user may know, and then their names compared."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.govuk.days import long_date
from mappa.kernel import clock
from mappa.kernel.models import is_one_of
from mappa.kernel.reading import wider
from mappa.matching import typed
from mappa.matching.fit import Fit, TypedName, with_birth
from mappa.matching.narrowing import FINDERS, NARROWERS
from mappa.people import names
from mappa.people.models import Address, Alias, Identifier, Person
from mappa.people.search_keys import STRONG, address_keys, birth_key, keys_of_search, number_key
from mappa.people.selectors import people_visible_to

MOST_COMPARED = 250
"""Names compared in one search, of those who share most keys with what was typed."""
MOST_CANDIDATES = 3000
"""People whose keys are counted, before what the user may not know, or does not want, is left out."""
MOST_OF_A_KEY = 3000
"""People whom one key brings; a commoner one says little about each."""
A_NUMBER = 1000
"""What the key of a number says: more than all keys of a name together."""
LEAST_SCORE = 0.55
PLAINLY = 40
"""What shared keys say of somebody with the typed name, or nearly. With enough of them nothing further is asked."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One person a search shows, how well the text fits from 0 to 1, and why."""

    reference: str
    family_name: str
    given_names: str
    born: date | None
    score: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What a search is narrowed to: values of `NARROWERS` by name, and the years of birth, both included."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    born_from: int | None = None
    born_to: int | None = None

    def __bool__(self) -> bool:
        return bool(self.by)

    @property
    def by(self) -> list[str]:
        """The names of what it is narrowed by."""
        years = [name for name in ("born_from", "born_to") if getattr(self, name)]
        return [name for name, value in self.chosen.items() if value] + years

    def of(self, people: QuerySet[Person], on: date) -> QuerySet[Person]:
        """Those of some people to whom all of it applies."""
        for narrower in NARROWERS:
            if value := self.chosen.get(narrower.name):
                people = narrower.people(people, value, on)
        if self.born_from:
            people = people.filter(date_of_birth__gte=date(self.born_from, 1, 1))
        if self.born_to:
            people = people.filter(date_of_birth__lte=date(self.born_to, 12, 31))
        return people


NOT_NARROWED = Narrowed()


def search(
    actor: User, text: str, *, on: date, born: date | None = None, limit: int = 25, narrowed: Narrowed = NOT_NARROWED
) -> list[Found]:
    """People whom the actor may know, by name, alias, number or reference, best first.

    Args:
        text: a name or part of one in any order, a number or a reference, a birth date in any usual form, or several
            of these; may be empty when `born` is given.
        on: the day asked about.
        born: raises those with this birth date, and alone lists them.
        limit: how many at most.
    """
    asked = typed.read(text, born)
    reached: dict[int, str] = {}
    for finder in FINDERS:
        reached |= finder(actor, text, at=clock.now())
    sharing = sharing_keys(asked)
    if sum(says >= PLAINLY for says in sharing.values()) < limit:
        for person, says in sharing_keys(asked, widely=True).items():
            sharing[person] = sharing.get(person, 0) + says
    sharing |= dict.fromkeys(reached, 2 * A_NUMBER)
    ranked = sorted(sharing, key=lambda person: (-sharing[person], person))
    first = len(ranked) if narrowed else MOST_COMPARED
    with wider("search"):
        people = _known(actor, on, narrowed, ranked[:first])
        if len(people) < min(first, len(ranked)):  # others stood in the way, who must not keep anybody from being found
            people += _known(actor, on, narrowed, ranked[first:])
        people.sort(key=lambda one: (-sharing[one.pk], one.pk))
        found = _compared(people[:MOST_COMPARED], asked, sharing, reached)
    found.sort(key=lambda hit: (-hit.score, hit.family_name, hit.given_names, hit.reference))
    return found[:limit]


def sharing_keys(asked: typed.Typed, *, widely: bool = False) -> dict[int, int]:
    """Ids of those who share keys with what was typed, whom the database shows to the reader, best first.

    Args:
        widely: the further keys of the name alone.
    """
    if widely:
        return _sharing(keys_of_search(asked.name, widely=True))
    keys = keys_of_search(asked.name)
    keys |= dict.fromkeys(asked.numbers | asked.places, A_NUMBER)
    if asked.born:
        days = [day for day in (asked.born, typed.swapped(asked.born)) if day]
        keys |= dict.fromkeys(map(birth_key, days), STRONG)
    return _sharing(keys)


def _sharing(keys: Mapping[int, int]) -> dict[int, int]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        # the wall of the database stands inside: nobody is counted whom nothing opens to the reader
        cursor.execute(
            "SELECT person, said FROM people_sharing_keys(%s, %s::int[], %s, %s)",
            [list(keys), list(keys.values()), MOST_OF_A_KEY, MOST_CANDIDATES],
        )
        return dict(cursor.fetchall())


class _Known(NamedTuple):
    pk: int
    reference: str
    family_name: str
    given_names: str
    born: date | None


def _known(actor: User, on: date, narrowed: Narrowed, ids: list[int]) -> list[_Known]:
    if not ids:
        return []
    people = narrowed.of(people_visible_to(actor, on, among=ids), on)
    rows = people.values_list("pk", "reference", "family_name", "given_names", "date_of_birth")
    return [_Known(*row) for row in rows]


def _compared(
    people: list[_Known], asked: typed.Typed, sharing: Mapping[int, int], reached: Mapping[int, str]
) -> list[Found]:
    """How each of them fits; those who fit too little are left out."""
    also, name = defaultdict(list), TypedName(asked.name)
    for row in Alias.objects.filter(is_one_of("person", [one.pk for one in people])).order_by("pk"):
        also[row.person_id].append(row)
    sure = _certain([one for one in people if sharing.get(one.pk, 0) >= A_NUMBER], asked)
    sure |= {one.pk: Fit(1.0, reached[one.pk]) for one in people if one.pk in reached}
    found = []
    for one in people:
        fit = _best(one, also[one.pk], name)
        fit = with_birth(fit, born=one.born, asked=asked.born, named=bool(name.words))
        fit = max((fit, sure.get(one.pk, fit)), key=lambda each: each.score)
        if fit.score >= LEAST_SCORE:
            found.append(
                Found(
                    reference=one.reference, family_name=one.family_name, given_names=one.given_names, born=one.born,
                    score=round(fit.score, 3), reason=fit.why,
                )
            )  # fmt: skip
    return found


def _best(one: _Known, also: list[Alias], name: TypedName) -> Fit:
    best = name.fit(one.given_names, one.family_name)
    for alias in also:
        fit = name.fit(alias.given_names, alias.family_name)
        if fit.score > best.score:
            known = f"Also known as {alias.given_names} {alias.family_name}".replace("  ", " ")
            best = Fit(fit.score, known if fit.why == "Same name" else f"{known}: {fit.why[0].lower()}{fit.why[1:]}")
    return best


def _certain(people: list[_Known], asked: typed.Typed) -> dict[int, Fit]:
    """Whose reference, number or address was typed, and which."""
    if not people:
        return {}
    ids = [one.pk for one in people]
    found = {}
    for address in Address.objects.filter(is_one_of("person", ids)).order_by("since", "pk"):
        if address_keys(address.text) & asked.places:
            words, held = asked.name.split(), names.normalised(address.text).split()
            held += [one + other for one, other in pairwise(held)]  # a postcode without its space
            share = sum(word in held for word in words) / len(words)
            ended = f", until {long_date(address.until)}" if address.until else ""
            found[address.person_id] = Fit(round(share, 3), f"Address: {address.text}{ended}")
    found |= {one.pk: Fit(1.0, "Same reference") for one in people if number_key(one.reference) in asked.numbers}
    for row in Identifier.objects.filter(is_one_of("person", ids)).order_by("pk"):
        if number_key(row.value) in asked.numbers:
            found[row.person_id] = Fit(1.0, f"Same {row.get_kind_display()}")
    return found
