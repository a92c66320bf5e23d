"""The rows of one new person of a file, as the services of their apps leave them, told to COPY (`kernel.loading`)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace as Plain
from typing import Any, cast

from mappa.audit.models import What
from mappa.audit.services import ActLines
from mappa.determinations import policy
from mappa.determinations.facts import case_from
from mappa.determinations.models import Determination
from mappa.imports.grouping import FilePerson
from mappa.imports.services.facts import Setting, conviction_values, disposal_values, identifiers_of, since_of
from mappa.kernel import clock
from mappa.kernel.loading import Line, Numbers, Shape, cell, json_cell
from mappa.kernel.models import References
from mappa.offending.impossible import Days
from mappa.offending.models import Conviction, Disposal
from mappa.offending.selectors import FactsAbout
from mappa.offending.services.court import check_conviction, check_sentence
from mappa.people import names
from mappa.people.models import (
    MANAGES,
    Address,
    Identifier,
    Involvement,
    ManagingArea,
    Person,
    RecordStep,
    SearchKey,
)
from mappa.people.search_keys import keys_of_person
from mappa.people.services.nominal import NominalFacts
from mappa.people.telling import stamp

Told = tuple[str, Line]
"""A table and a line of it.

People, convictions and disposals are plain records here: what reads them asks for their attributes alone, and to make
objects of the models takes as long as to ask the engine about them.
"""
PERSON = ("id", "reference", "family_name", "given_names", "date_of_birth", "sex", "name_keys")
CONVICTION = (
    "id", "person_id", "kind", "on", "court", "court_name", "cjs_code", "title", "offence", "offence_date", "facts",
    "plea_or_finding", "source",
)  # fmt: skip
DISPOSAL = ("id", "conviction_id", "code", "on", "term_months", "licence_end", "details")
JSON = {"name_keys", "offence", "facts", "details"}


@dataclass
class New:
    """One new person, and what their rows have said so far."""

    person: Person
    told: list[Told] = field(default_factory=list)
    convictions: list[Conviction] = field(default_factory=list)
    disposals: list[Disposal] = field(default_factory=list)
    addresses: list[tuple[str, Any]] = field(default_factory=list)
    involvements: list[tuple[Any, str, Any]] = field(default_factory=list)


class NewPeople:
    """The rows of people who are new. Numbers and references are those that the services would have given."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.on = clock.day_of(setting.at)
        by, at, entered = setting.actor.username, setting.at, stamp(setting.actor, setting.at)
        self._person = Shape(Person, PERSON, recorded_at=at, recorded_by=by)
        self._managing = Shape(
            ManagingArea, ("person_id", "since"), area_id=setting.area.pk, by=by, reason="Registered here"
        )
        self._step = Shape(RecordStep, ("person_id", "on", "reason"), step="registered", by=by)
        self._identifier = Shape(Identifier, ("person_id", "kind", "value"), **entered)
        self._conviction = Shape(Conviction, CONVICTION, recorded_at=at, recorded_by=by)
        self._disposal = Shape(Disposal, DISPOSAL)
        self._address = Shape(Address, ("id", "person_id", "text", "since"), kind="home", **entered)
        self._involvement = Shape(
            Involvement, ("person_id", "agency_id", "kind", "since"), reason="Court result", **entered
        )
        self._determination = Shape(
            Determination, ("id", "person_id", "facts", "answer"), as_of=self.on, edition=policy.LAW, made_at=at,
            made_by=by,
        )  # fmt: skip
        self._key = Shape(SearchKey, ("key", "person_id"))
        self._acts = ActLines(setting.actor, at)
        self.shapes = (
            self._person, self._managing, self._step, self._identifier, self._conviction, self._disposal,
            self._address, self._involvement, self._determination, self._key, self._acts.shape,
        )  # fmt: skip
        self._references = References(f"{setting.area.prefix}-P")
        self._numbers = Numbers([self._person, self._conviction, self._disposal, self._address, self._determination])

    def settle(self, following: int) -> None:
        """Write down which references were given, and take numbers for those who follow; 0: nobody knows who does."""
        self._references.settle(alone=following > 0)
        self._numbers.ahead(following)

    def lines(self, told: FilePerson) -> list[Told]:
        """Every row of somebody; none where something about them is not simple.

        Raises:
            Incomplete, BadCase: a fact cannot be, or the engine refuses the facts. No reference is used up.
        """
        facts = NominalFacts(
            family_name=told.first("family_name"), given_names=told.first("given_names"), date_of_birth=told.born,
            sex=told.first("sex"),
        )  # fmt: skip
        own = names.full(facts.given_names, facts.family_name)
        if facts.problems(self.on) or any(names.full(r.given_names, r.family_name) != own for r in told.rows):
            return []
        known_as = [(facts.given_names, facts.family_name)]
        number = self._numbers.take(self._person)
        new = New(cast("Person", Plain(
            id=number, pk=number, reference=self._references.next(), family_name=facts.family_name,
            given_names=facts.given_names, date_of_birth=facts.date_of_birth, sex=facts.sex, died_on=None,
            name_keys=names.keys_of_all(known_as),
        )))  # fmt: skip
        numbers = identifiers_of(told, self.setting.area)
        new.told += self._registered(new, told, numbers)
        for row in told.rows:
            new.told += self._court(new, row)
            new.told += self._around(new, row)
        new.told += self._answer(new)
        places = [text for text, _ in new.addresses]
        keys = keys_of_person(known_as, facts.date_of_birth, [new.person.reference, *numbers.values()], places)
        pk, line = new.person.pk, self._key.line
        new.told.append((self._key.table, "".join([line(key, pk) for key in keys])))
        self._references.use()
        return new.told

    def _source(self, row: int) -> str:
        return f"{self.setting.file} row {row}"

    def _did(self, new: New, what: What, operation: str, **details: Any) -> Told:
        return self._acts.shape.table, self._acts.line(what, operation, new.person.reference, details)

    def _registered(self, new: New, told: FilePerson, numbers: dict[str, str]) -> Iterator[Told]:
        pk, since, source = new.person.pk, told.since, self._source(told.rows[0].row)
        yield self._person.table, _line(self._person, PERSON, new.person)
        yield self._managing.table, self._managing.line(pk, since)
        yield self._step.table, self._step.line(pk, since, cell(source[:300]))
        yield self._did(new, What.COLLECTION, "people:person:create", area=self.setting.area.code, source=source)
        for kind, value in numbers.items():
            yield self._identifier.table, self._identifier.line(pk, cell(kind), cell(value.strip()))
            yield self._did(new, What.ALTERATION, "people:identifier:add", kind=kind)

    def _court(self, new: New, row: Any) -> Iterator[Told]:
        days = Days(new.person, self.on)
        check_conviction(days, on=row.conviction_date, title=row.offence_title, offence_date=row.offence_date)
        days.refuse()
        values = conviction_values(row)
        conviction = next((each for each in new.convictions if _holds(each, values)), None)
        if conviction is None:
            number = self._numbers.take(self._conviction)
            conviction = cast("Conviction", Plain(
                id=number, pk=number, person_id=new.person.pk, source=self._source(row.row), **values
            ))  # fmt: skip
            new.convictions.append(conviction)
            yield self._conviction.table, _line(self._conviction, CONVICTION, conviction)
            yield self._did(new, What.COLLECTION, "offending:conviction:record", row=number)
        if not (row.disposal and row.sentence_date):
            return
        said = disposal_values(row)
        days = Days(new.person, self.on)
        check_sentence(days, conviction, **{name: value for name, value in said.items() if name != "details"})
        days.refuse()
        if any(each.conviction_id == conviction.pk and _holds(each, said) for each in new.disposals):
            return
        number = self._numbers.take(self._disposal)
        disposal = cast("Disposal", Plain(id=number, pk=number, conviction_id=conviction.pk, **said))
        new.disposals.append(disposal)
        yield self._disposal.table, _line(self._disposal, DISPOSAL, disposal)
        yield self._did(new, What.COLLECTION, "offending:disposal:record", row=disposal.pk)

    def _around(self, new: New, row: Any) -> Iterator[Told]:
        pk, since, text = new.person.pk, since_of(row), row.home_address
        plain = names.normalised(text)
        if text and not any(names.normalised(known) == plain and begun <= since for known, begun in new.addresses):
            number = self._numbers.take(self._address)
            new.addresses.append((text.strip(), since))
            yield self._address.table, self._address.line(number, pk, cell(text.strip()), since)
            yield self._did(new, What.ALTERATION, "people:address:add", address=number)
        agency, on = self.setting.agencies.get(row.managing_agency.casefold()), row.conviction_date
        if agency is None:
            return
        for kind in map(str, MANAGES):
            if not any(each[:2] == (agency, kind) and each[2] <= on for each in new.involvements):
                new.involvements.append((agency, kind, on))
                yield self._involvement.table, self._involvement.line(pk, agency.pk, kind, on)
                yield self._did(new, What.ALTERATION, "people:involvement:add", agency=agency.code, kind=kind)

    def _answer(self, new: New) -> Iterator[Told]:
        about = FactsAbout(
            convictions=sorted(new.convictions, key=lambda row: (row.on, row.pk)),
            disposals=sorted(new.disposals, key=lambda row: (row.on, row.pk)),
            movements=[], orders=[], notifications=[], breaches=[], reviews=[],
        )  # fmt: skip
        facts = case_from(new.person, about)
        answer = policy.determine(facts, edition=policy.LAW, as_of=self.on).as_dict()
        number = self._numbers.take(self._determination)
        shape = self._determination
        yield shape.table, shape.line(number, new.person.pk, json_cell(facts), json_cell(answer))
        yield self._did(
            new, What.COLLECTION, "determinations:determination:propose", determination=number, edition=policy.LAW
        )


def _line(shape: Shape, says: tuple[str, ...], row: Any) -> Line:
    kept = row.__dict__
    return shape.line(*(json_cell(kept[name]) if name in JSON else cell(kept[name]) for name in says))


def _holds(row: Any, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())
