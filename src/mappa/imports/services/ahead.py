"""Who the people of a file are, asked of matching for many of them at once, before those ahead of them are recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mappa.imports.grouping import FilePerson
from mappa.imports.services.facts import Setting
from mappa.kernel import clock
from mappa.matching.likeness import Description, Verdict, compare
from mappa.matching.selectors import Asked, met
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

NumbersOf = Callable[[FilePerson], Mapping[str, str]]
"""The numbers of a file's person, by `IdentifierKind`."""


def described(told: FilePerson) -> Description:
    """A person of the file, for matching."""
    also = tuple(dict.fromkeys((row.given_names, row.family_name) for row in told.rows[1:]))
    return Description(
        given_names=told.first("given_names"), family_name=told.first("family_name"), born=told.born, also=also
    )


class Met:
    """Those of this batch and the one before who were dealt with: whoever comes after is compared with them too.

    Matching asks the database about a batch while the one before is on its way there.
    """

    def __init__(self, numbers: NumbersOf) -> None:
        self._numbers = numbers
        self._people: list[dict[Any, list[Description]]] = [{}, {}]
        self._added_to: list[set[int]] = [set(), set()]
        self._last: tuple[FilePerson, Description, set[Any]] | None = None

    def begin_batch(self) -> None:
        """Forget those of the batch before the last: they are in the database."""
        self._people = [{}, self._people[0]]
        self._added_to = [set(), self._added_to[0]]

    def add_new(self, told: FilePerson) -> None:
        """Remember somebody who was on no record: theirs says what the file says."""
        self._remember(*self._looked_at(told))

    def add_known(self, told: FilePerson, person: int) -> None:
        """Remember somebody on record to whom at most numbers were added, and no name."""
        self._added_to[0].add(person)
        self._remember(described(told), set(self._numbers(told).items()))

    def add_other(self, told: FilePerson, person: Person) -> None:
        """Remember somebody on record who was taken alone, by every name on the record now."""
        self._added_to[0].add(person.pk)
        also = tuple(person.aliases.values_list("given_names", "family_name"))
        now = Description(
            given_names=person.given_names, family_name=person.family_name, born=person.date_of_birth, also=also
        )
        self._remember(now, self._shared(now, told))

    def had(self, person: int | None) -> bool:
        """Whether something was added to somebody's record."""
        return any(person in some for some in self._added_to)

    def alike(self, told: FilePerson) -> bool:
        """Whether matching could find one of them for somebody, by what was added since it was asked."""
        own, keys = self._looked_at(told)
        return any(
            isinstance(key, tuple) or compare(own, other).verdict is not Verdict.DIFFERENT
            for people in self._people for key in keys for other in people.get(key, ())
        )  # fmt: skip

    def _remember(self, one: Description, keys: set[Any]) -> None:
        for key in keys:
            self._people[0].setdefault(key, []).append(one)

    def _looked_at(self, told: FilePerson) -> tuple[Description, set[Any]]:
        if self._last is None or self._last[0] is not told:
            own = described(told)
            self._last = (told, own, self._shared(own, told))
        return self._last[1:]

    def _shared(self, one: Description, told: FilePerson) -> set[Any]:
        """What a description shares with one of which `compare` says anything but different; and every number."""
        born = [one.born] if one.born else []
        return {*self._numbers(told).items(), *one.full_names(), *born}


@dataclass(frozen=True)
class Ahead:
    """What matching found for a batch, by place.

    Args:
        new: the places of those for whom it found nobody.
        known: the one person on record who it is for certain, where the actor may know of them.
    """

    new: frozenset[int]
    known: Mapping[int, Person]


def look_ahead(people: Sequence[FilePerson], numbers: NumbersOf, setting: Setting) -> Ahead:
    """Match a batch. Some queries for all; whoever is in neither part has to be asked about alone."""
    found = met([Asked(described(told), numbers(told)) for told in people]) if people else {}
    sure = {place: next(iter(certain)) for place, certain in found.items() if len(certain) == 1}
    visible = people_visible_to(setting.actor, clock.day_of(setting.at), at=setting.at, among=list(set(sure.values())))
    there = {person.pk: person for person in visible.prefetch_related("identifiers")}
    return Ahead(
        new=frozenset(range(len(people))) - found.keys(),
        known={place: there[pk] for place, pk in sure.items() if pk in there},
    )
