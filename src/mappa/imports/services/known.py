"""The rows of a person of a file who is on record, from what their record holds: read for many of them at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import cast

from mappa.cases.models import Case
from mappa.determinations.selectors import latest_stored
from mappa.imports.grouping import FilePerson
from mappa.imports.services.facts import Setting, identifiers_of, since_of
from mappa.imports.services.rows import Rows, Somebody, Told, lives_at
from mappa.kernel import clock
from mappa.kernel.models import is_one_of
from mappa.offending.selectors import facts_about_each
from mappa.people import names
from mappa.people.models import Address, Alias, Identifier, Involvement, Person, SearchKey
from mappa.people.search_keys import keys_of_person
from mappa.people.selectors import people_visible_to


@dataclass
class Known(Somebody):
    """Somebody on record.

    Args:
        keys: what they are found by, where that will change.
        has_case: whether duties follow from the facts about them.
        changed: whether the file has added a fact.
    """

    known_as: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    keys: set[int] | None = None
    has_case: bool = False
    changed: bool = False


def known_for(people: Collection[int], setting: Setting, *, cases: bool) -> dict[int, Known]:
    """What is on record of people, told by their ids. Some twenty queries for all.

    Those are left out whom the actor may not know of; and without `cases` also those who have one.
    """
    found = _simple(people, setting, cases=cases)
    for pk, about in facts_about_each(found.keys()).items():
        found[pk].about = about
    for pk, stored in latest_stored(found.keys()).items():
        found[pk].stored = stored
    whose = is_one_of("person", found)
    for alias, given, family in Alias.objects.filter(whose).values_list("person", "given_names", "family_name"):
        found[alias].known_as.append((given, family))
    for pk, value in Identifier.objects.filter(whose).values_list("person", "value"):
        found[pk].numbers.append(value)
    for pk, text, kind, *days in Address.objects.filter(whose).values_list("person", "text", "kind", "since", "until"):
        found[pk].addresses.append(text)
        if kind == "home":
            found[pk].places.append((text, *days))
    parts = Involvement.objects.filter(whose, officer=None)
    for pk, *part in parts.values_list("person", "agency", "kind", "since", "until"):
        found[pk].parts.append(tuple(part))
    return found


def _simple(people: Collection[int], setting: Setting, *, cases: bool) -> dict[int, Known]:
    on = clock.day_of(setting.at)
    wanted = set(people)
    for asked in ({"at": setting.at}, {}):  # as one by one: whose it is at the file's instant, who may add to it now
        wanted &= set(people_visible_to(setting.actor, on, among=list(wanted), **asked).values_list("pk", flat=True))
    with_case = set(Case.objects.filter(is_one_of("person", wanted)).values_list("person", flat=True))
    wanted -= set() if cases else with_case
    read = Person.objects.filter(is_one_of("pk", wanted)).only(
        "reference", "family_name", "given_names", "date_of_birth", "died_on", "death_learned_on"
    )  # fmt: skip
    return {
        person.pk: Known(
            person, known_as=[(person.given_names, person.family_name)], has_case=person.pk in with_case
        )
        for person in read
    }  # fmt: skip


class KnownPeople:
    """The rows of people who are on record, for one batch of a file."""

    def __init__(self, rows: Rows, people: Mapping[int, FilePerson], *, cases: bool) -> None:
        self._rows, self._area = rows, rows.setting.area
        self._known = known_for(people.keys(), rows.setting, cases=cases) if people else {}
        told = {pk: identifiers_of(people[pk], self._area) for pk in self._known}
        self._owners = _owners({value.strip() for numbers in told.values() for value in numbers.values()})
        further = [pk for pk, known in self._known.items() if self._found_by_more(known, people[pk], told[pk])]
        for pk in further:
            self._known[pk].keys = set()
        for pk, key in SearchKey.objects.filter(is_one_of("person", further)).values_list("person", "key"):
            cast("set[int]", self._known[pk].keys).add(key)

    def __contains__(self, person: int) -> bool:
        return person in self._known

    def derives(self, person: int) -> bool:
        """Whether the duties of somebody have to be derived again, once their rows are written."""
        return self._known[person].has_case and self._known[person].changed

    def lines(self, told: FilePerson, pk: int) -> list[Told] | None:
        """Every row that the file adds to somebody's record; None where something about them is not simple.

        Raises:
            Incomplete, BadCase: a fact cannot be, or the engine refuses the facts.
        """
        known, rows, lines = self._known[pk], self._rows, list[Told]()
        held = {names.full(given, family) for given, family in known.known_as}
        if any(names.full(r.given_names, r.family_name) not in held for r in told.rows):
            return None
        numbers, homes = len(known.numbers), len(known.places)
        for kind, value in identifiers_of(told, self._area).items():
            if (kind, value.strip()) not in self._owners:
                known.numbers.append(value.strip())
                lines += rows.identifier(known.person, kind, value)
        for row in told.rows:
            lines += rows.court(known, row)
            lines += rows.around(known, row)
        known.changed = bool(lines)
        lines += rows.answer(known)
        if (numbers, homes) == (len(known.numbers), len(known.places)):
            return lines
        known.addresses += [text for text, _, _ in known.places[homes:]]
        own = [known.person.reference, *known.numbers]
        keys = keys_of_person(known.known_as, known.person.date_of_birth, own, known.addresses)
        if known.keys is None or known.keys - keys:
            return None
        return [*lines, rows.keys(known.person, keys - known.keys)]

    def _found_by_more(self, known: Known, told: FilePerson, numbers: Mapping[str, str]) -> bool:
        """Whether the file adds a number or an address to a record."""
        return any((kind, value.strip()) not in self._owners for kind, value in numbers.items()) or any(
            row.home_address and not lives_at(row.home_address, since_of(row), known.places) for row in told.rows
        )


def _owners(values: Collection[str]) -> set[tuple[str, str]]:
    """Those of some numbers that are on a record, with their kind: they are not added to another."""
    rows = Identifier.objects.filter(is_one_of("value", values)) if values else Identifier.objects.none()
    return set(rows.values_list("kind", "value"))
