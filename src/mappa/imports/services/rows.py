"""Rows about people of a file, as the services of their apps leave them, told to COPY (`kernel.loading`)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace as Plain
from typing import Any, cast

from mappa.audit.models import What
from mappa.audit.services import ActLines
from mappa.determinations import policy
from mappa.determinations.facts import case_from
from mappa.determinations.models import Determination
from mappa.determinations.selectors import Stored
from mappa.imports.services.facts import Setting, conviction_values, disposal_values, since_of
from mappa.kernel import clock
from mappa.kernel.loading import Line, Numbers, Shape, cell, json_cell
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
from mappa.people.telling import stamp

Told = tuple[str, Line]
"""A table and a line of it.

People, convictions and disposals may be plain records here: what reads them asks for their attributes alone, and to
make objects of the models takes as long as to ask the engine about them.
"""
PERSON = ("id", "reference", "family_name", "given_names", "date_of_birth", "sex", "name_keys")
CONVICTION = (
    "id", "person_id", "kind", "on", "court", "court_name", "cjs_code", "title", "offence", "offence_date", "facts",
    "plea_or_finding", "source",
)  # fmt: skip
DISPOSAL = ("id", "conviction_id", "code", "on", "term_months", "licence_end", "details")
JSON = {"name_keys", "offence", "facts", "details"}
Place = tuple[str, date, date | None]
"""A home address: its text, and its first and last day."""
Part = tuple[int, str, date, date | None]
"""An agency that takes part, told by its id: as what, its first and last day."""


def _nothing() -> FactsAbout:
    return FactsAbout(convictions=[], disposals=[], movements=[], orders=[], notifications=[], breaches=[], reviews=[])


@dataclass
class Somebody:
    """One person and what bears on rows of a file: what is on record, and what their rows have said so far."""

    person: Person
    about: FactsAbout = field(default_factory=_nothing)
    places: list[Place] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    stored: Stored | None = None


class Rows:
    """The rows that a file leaves about people. Numbers are those that the services would have given."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.on = clock.day_of(setting.at)
        by, at, entered = setting.actor.username, setting.at, stamp(setting.actor, setting.at)
        self.person = Shape(Person, PERSON, recorded_at=at, recorded_by=by)
        self.managing = Shape(
            ManagingArea, ("person_id", "since"), area_id=setting.area.pk, by=by, reason="Registered here"
        )
        self.step = Shape(RecordStep, ("person_id", "on", "reason"), step="registered", by=by)
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
        self._key = Shape(SearchKey, ("key", "person_id"), unless_there=True)
        self._acts = ActLines(setting.actor, at)
        self.shapes = (
            self.person, self.managing, self.step, self._identifier, self._conviction, self._disposal, self._address,
            self._involvement, self._determination, self._key, self._acts.shape,
        )  # fmt: skip
        self.numbers = Numbers([self.person, self._conviction, self._disposal, self._address, self._determination])

    def source(self, row: int) -> str:
        """Where a row came from, in words."""
        return f"{self.setting.file} row {row}"

    def did(self, person: Person, what: What, operation: str, **details: Any) -> Told:
        """The event of an act."""
        return self._acts.shape.table, self._acts.line(what, operation, person.reference, details)

    def identifier(self, person: Person, kind: str, value: str) -> Iterator[Told]:
        """A number, as `people.services.add_identifier` adds one that nobody has."""
        yield self._identifier.table, self._identifier.line(person.pk, cell(kind), cell(value.strip()))
        yield self.did(person, What.ALTERATION, "people:identifier:add", kind=kind)

    def keys(self, person: Person, keys: set[int]) -> Told:
        """Keys that somebody is found by."""
        pk, line = person.pk, self._key.line
        return self._key.table, "".join([line(key, pk) for key in keys])

    def court(self, whose: Somebody, row: Any) -> Iterator[Told]:
        """What the court decided, as `record_conviction` and `record_disposal` record it.

        Raises:
            Incomplete: a day cannot be.
        """
        person, held = whose.person, whose.about
        days = Days(person, self.on)
        check_conviction(days, on=row.conviction_date, title=row.offence_title, offence_date=row.offence_date)
        days.refuse()
        values = conviction_values(row)
        conviction = _first(held.convictions, values)
        if conviction is None:
            number = self.numbers.take(self._conviction)
            conviction = cast("Conviction", Plain(
                id=number, pk=number, person_id=person.pk, source=self.source(row.row), **values
            ))  # fmt: skip
            held.convictions.append(conviction)
            yield self._conviction.table, line_of(self._conviction, CONVICTION, conviction)
            yield self.did(person, What.COLLECTION, "offending:conviction:record", row=number)
        if not (row.disposal and row.sentence_date):
            return
        said = disposal_values(row)
        days = Days(person, self.on)
        check_sentence(days, conviction, **{name: value for name, value in said.items() if name != "details"})
        days.refuse()
        if _first(held.disposals, {"conviction_id": conviction.pk, **said}):
            return
        number = self.numbers.take(self._disposal)
        disposal = cast("Disposal", Plain(id=number, pk=number, conviction_id=conviction.pk, corrected_at=None, **said))
        held.disposals.append(disposal)
        yield self._disposal.table, line_of(self._disposal, DISPOSAL, disposal)
        yield self.did(person, What.COLLECTION, "offending:disposal:record", row=disposal.pk)

    def around(self, whose: Somebody, row: Any) -> Iterator[Told]:
        """Home and managing agency, as `add_address` and `involve` add them."""
        person, since, text = whose.person, since_of(row), row.home_address
        if text and not lives_at(text, since, whose.places):
            number = self.numbers.take(self._address)
            whose.places.append((text.strip(), since, None))
            yield self._address.table, self._address.line(number, person.pk, cell(text.strip()), since)
            yield self.did(person, What.ALTERATION, "people:address:add", address=number)
        agency, on = self.setting.agencies.get(row.managing_agency.casefold()), row.conviction_date
        if agency is None:
            return
        for kind in map(str, MANAGES):
            if not any(each[:2] == (agency.pk, kind) and _holds_on(each[2], each[3], on) for each in whose.parts):
                whose.parts.append((agency.pk, kind, on, None))
                yield self._involvement.table, self._involvement.line(person.pk, agency.pk, kind, on)
                yield self.did(person, What.ALTERATION, "people:involvement:add", agency=agency.code, kind=kind)

    def answer(self, whose: Somebody) -> Iterator[Told]:
        """The engine's answer, as `determinations.services.propose` keeps it, unless it is stored already.

        Raises:
            BadCase: the facts cannot all be true.
        """
        whose.about.convictions.sort(key=lambda row: (row.on, row.pk))
        whose.about.disposals.sort(key=lambda row: (row.on, row.pk))
        facts = case_from(whose.person, whose.about)
        answer = policy.determine(facts, edition=policy.LAW, as_of=self.on).as_dict()
        if whose.stored and whose.stored.holds(policy.LAW, facts, answer):
            return
        number = self.numbers.take(self._determination)
        shape = self._determination
        yield shape.table, shape.line(number, whose.person.pk, json_cell(facts), json_cell(answer))
        yield self.did(
            whose.person, What.COLLECTION, "determinations:determination:propose", determination=number,
            edition=policy.LAW,
        )  # fmt: skip


def line_of(shape: Shape, says: tuple[str, ...], row: Any) -> Line:
    """The line of a row from its attributes."""
    kept = row.__dict__
    return shape.line(*(json_cell(kept[name]) if name in JSON else cell(kept[name]) for name in says))


def lives_at(text: str, day: date, places: list[Place]) -> bool:
    """Whether the record shows an address for a day."""
    plain = names.normalised(text)
    return any(names.normalised(known) == plain and _holds_on(since, until, day) for known, since, until in places)


def _holds_on(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or until >= day)


def _first(rows: list[Any], values: dict[str, Any]) -> Any:
    """The first recorded of the rows that hold these values; None where none does."""
    found = [row for row in rows if all(getattr(row, name) == value for name, value in values.items())]
    return min(found, key=lambda row: row.pk, default=None)
