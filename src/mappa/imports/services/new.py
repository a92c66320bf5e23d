"""The rows of one new person of a file."""

from collections.abc import Iterator
from types import SimpleNamespace as Plain
from typing import cast

from mappa.audit.models import What
from mappa.imports.grouping import FilePerson
from mappa.imports.services.facts import identifiers_of
from mappa.imports.services.rows import PERSON, Rows, Somebody, Told, line_of
from mappa.kernel.loading import cell
from mappa.kernel.models import References
from mappa.people import names
from mappa.people.models import Person
from mappa.people.search_keys import keys_of_person
from mappa.people.services.nominal import NominalFacts


class NewPeople:
    """The rows of people who are new. References are those that the services would have given."""

    def __init__(self, rows: Rows) -> None:
        self.setting = rows.setting
        self._rows = rows
        self._references = References(f"{self.setting.area.prefix}-P")

    def settle(self, following: int) -> None:
        """Write down which references were given; 0: nobody knows who follows."""
        self._references.settle(alone=following > 0)

    def lines(self, told: FilePerson) -> list[Told] | None:
        """Every row of somebody; None where something about them is not simple.

        Raises:
            Incomplete, BadCase: a fact cannot be, or the engine refuses the facts. No reference is used up.
        """
        facts = NominalFacts(
            family_name=told.first("family_name"), given_names=told.first("given_names"), date_of_birth=told.born,
            sex=told.first("sex"),
        )  # fmt: skip
        own, rows = names.full(facts.given_names, facts.family_name), self._rows
        if facts.problems(rows.on) or any(names.full(r.given_names, r.family_name) != own for r in told.rows):
            return None
        known_as = [(facts.given_names, facts.family_name)]
        number = rows.numbers.take(rows.person)
        new = Somebody(cast("Person", Plain(
            id=number, pk=number, reference=self._references.next(), family_name=facts.family_name,
            given_names=facts.given_names, date_of_birth=facts.date_of_birth, sex=facts.sex, died_on=None,
            name_keys=names.keys_of_all(known_as),
        )))  # fmt: skip
        numbers = identifiers_of(told, self.setting.area)
        lines = [*self._registered(new.person, told, numbers)]
        for row in told.rows:
            lines += rows.court(new, row)
            lines += rows.around(new, row)
        lines += rows.answer(new)
        places = [text for text, _, _ in new.places]
        keys = keys_of_person(known_as, facts.date_of_birth, [new.person.reference, *numbers.values()], places)
        lines.append(rows.keys(new.person, keys))
        self._references.use()
        return lines

    def _registered(self, person: Person, told: FilePerson, numbers: dict[str, str]) -> Iterator[Told]:
        rows, since, source = self._rows, told.since, self._rows.source(told.rows[0].row)
        yield rows.person.table, line_of(rows.person, PERSON, person)
        yield rows.managing.table, rows.managing.line(person.pk, since)
        yield rows.step.table, rows.step.line(person.pk, since, cell(source[:300]))
        yield rows.did(person, What.COLLECTION, "people:person:create", area=self.setting.area.code, source=source)
        for kind, value in numbers.items():
            yield from rows.identifier(person, kind, value)
