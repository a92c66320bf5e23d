"""People of a file who are new beyond doubt, written together: some hundreds of them in a dozen statements.

It leaves the rows that `services.facts` leaves for each by itself, audit rows included (`tests/imports/test_bulk.py`
compares the two ways). Whoever is not simply new goes the other way: somebody alike is on record or further up in the
file, a fact cannot be, a second name has to be added, or the engine refuses the facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import Act, record_all
from mappa.determinations import policy
from mappa.determinations.facts import case_from
from mappa.determinations.models import Determination
from mappa.imports.grouping import FilePerson
from mappa.imports.services.facts import Setting, conviction_values, disposal_values, identifiers_of, since_of
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.kernel.models import next_references
from mappa.kernel.sealed_fields import give_numbers
from mappa.matching.likeness import Description, Verdict, compare
from mappa.matching.selectors import Asked, keys_for_matching, met
from mappa.offending.impossible import Days
from mappa.offending.models import Conviction, Disposal
from mappa.offending.permissions import may_record
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
)
from mappa.people.services import rekey
from mappa.people.services.nominal import NominalFacts
from mappa.people.telling import stamp

A_BATCH = 500
"""People who are matched and written together."""


def described(told: FilePerson) -> Description:
    """A person of the file, for matching."""
    also = tuple(dict.fromkeys((row.given_names, row.family_name) for row in told.rows[1:]))
    return Description(
        given_names=told.first("given_names"), family_name=told.first("family_name"), born=told.born, also=also
    )


@dataclass
class New:
    """The rows of one new person, and the acts that they are, in the order in which services leave them."""

    told: FilePerson
    person: Person
    convictions: list[Conviction] = field(default_factory=list)
    disposals: list[Disposal] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    acts: list[tuple[What, str, dict[str, Any]]] = field(default_factory=list)
    """What was done; a row among the details stands for its number, which it has when all is written."""

    def did(self, what: What, operation: str, **details: Any) -> None:
        """Remember an act."""
        self.acts.append((what, operation, details))


class Met:
    """Those of a batch who were dealt with, so that whoever comes after is compared with them too."""

    def __init__(self) -> None:
        self._by: dict[Any, list[Description | None]] = {}

    def add(self, told: FilePerson, setting: Setting, *, new: bool) -> None:
        """Remember somebody. Who is not new may have more names on record than the file says, so is always alike."""
        known = described(told)
        for key in self._keys(told, known, setting):
            self._by.setdefault(key, []).append(known if new else None)

    def alike(self, told: FilePerson, setting: Setting) -> bool:
        """Whether matching could find one of them for somebody."""
        own = described(told)
        for key in self._keys(told, own, setting):
            for other in self._by.get(key, ()):
                if other is None or isinstance(key, tuple) or compare(own, other).verdict is not Verdict.DIFFERENT:
                    return True
        return False

    @staticmethod
    def _keys(told: FilePerson, known: Description, setting: Setting) -> set[Any]:
        numbers = set(identifiers_of(told, setting.area).items())
        keys = set(keys_for_matching(known))
        for given, family in known.also:
            keys |= set(keys_for_matching(Description(given_names=given, family_name=family, born=None)))
        return numbers | keys | ({known.born} if known.born else set())


class Together:
    """People who are new, until they are written."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.on = clock.day_of(setting.at)
        self.usual = bool(may_record(setting.actor) and may(setting.actor, Permission.DETERMINATION_VIEW))
        self.waiting: list[New] = []
        self._stamp = stamp(setting.actor, setting.at)

    def unmatched(self, people: Sequence[FilePerson]) -> set[int]:
        """The places of those for whom matching finds nobody on record. Two queries."""
        asked = [Asked(described(told), identifiers_of(told, self.setting.area)) for told in people]
        return set(range(len(people))) - met(asked)

    def add(self, told: FilePerson) -> bool:
        """Keep somebody to be written; False, and nothing kept, where something about them is not simple."""
        if not self.usual:
            return False
        try:
            new = self._rows(told)
        except Incomplete:
            return False
        if new is not None:
            self.waiting.append(new)
        return new is not None

    def _rows(self, told: FilePerson) -> New | None:
        facts = NominalFacts(
            family_name=told.first("family_name"), given_names=told.first("given_names"), date_of_birth=told.born,
            sex=told.first("sex"),
        )  # fmt: skip
        own = names.full(facts.given_names, facts.family_name)
        if facts.problems(self.on) or any(names.full(r.given_names, r.family_name) != own for r in told.rows):
            return None
        person = Person(
            family_name=facts.family_name, given_names=facts.given_names, date_of_birth=facts.date_of_birth,
            sex=facts.sex, ethnicity=facts.ethnicity, recorded_at=self.setting.at,
            recorded_by=self.setting.actor.username,
            name_keys=names.keys_of_all([(facts.given_names, facts.family_name)]),
        )  # fmt: skip
        new = New(told, person)
        area = self.setting.area.code
        new.did(What.COLLECTION, "people:person:create", area=area, source=self._source(told.rows[0].row))
        for kind, value in identifiers_of(told, self.setting.area).items():
            new.identifiers.append(Identifier(person=person, kind=kind, value=value.strip(), **self._stamp))
            new.did(What.ALTERATION, "people:identifier:add", kind=kind)
        for row in told.rows:
            self._court(new, row)
            self._around(new, row)
        return new

    def _source(self, row: int) -> str:
        return f"{self.setting.file} row {row}"

    def _court(self, new: New, row: Any) -> None:
        days = Days(new.person, self.on)
        check_conviction(days, on=row.conviction_date, title=row.offence_title, offence_date=row.offence_date)
        days.refuse()
        values = conviction_values(row)
        conviction = next((each for each in new.convictions if _holds(each, values)), None)
        if conviction is None:
            conviction = Conviction(
                person=new.person, recorded_at=self.setting.at, recorded_by=self.setting.actor.username,
                source=self._source(row.row), **values,
            )  # fmt: skip
            new.convictions.append(conviction)
            new.did(What.COLLECTION, "offending:conviction:record", row=conviction)
        if not (row.disposal and row.sentence_date):
            return
        said = disposal_values(row)
        check_sentence(
            days := Days(new.person, self.on), conviction, **{k: v for k, v in said.items() if k != "details"}
        )
        days.refuse()
        if any(each.conviction is conviction and _holds(each, said) for each in new.disposals):
            return
        disposal = Disposal(conviction=conviction, **said)
        new.disposals.append(disposal)
        new.did(What.COLLECTION, "offending:disposal:record", row=disposal)

    def _around(self, new: New, row: Any) -> None:
        since, text = since_of(row), row.home_address
        same = (names.normalised(each.text) == names.normalised(text) and each.since <= since for each in new.addresses)
        if text and not any(same):
            address = Address(person=new.person, text=text.strip(), kind="home", since=since, **self._stamp)
            new.addresses.append(address)
            new.did(What.ALTERATION, "people:address:add", address=address)
        agency = self.setting.agencies.get(row.managing_agency.casefold())
        for kind in MANAGES if agency else ():
            there = (e.agency == agency and e.kind == kind and e.since <= row.conviction_date for e in new.involvements)
            if agency and not any(there):
                new.involvements.append(Involvement(
                    person=new.person, agency=agency, kind=kind, since=row.conviction_date, reason="Court result",
                    **self._stamp,
                ))  # fmt: skip
                new.did(What.ALTERATION, "people:involvement:add", agency=agency.code, kind=str(kind))

    def write(self) -> list[FilePerson]:
        """Write those who wait. Gives all back, and writes nobody, where the engine refuses the facts of one."""
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return []
        for rows in ([new.person for new in waiting], _all(waiting, "convictions"), _all(waiting, "disposals"),
                     _all(waiting, "addresses")):  # fmt: skip
            give_numbers(rows)
        with next_references(f"{self.setting.area.prefix}-P", len(waiting)) as references:
            for new, reference in zip(waiting, references, strict=True):
                new.person.reference = reference
            try:
                answers = [self._answer(new) for new in waiting]
            except policy.BadCase:
                references.clear()
                return [new.told for new in waiting]
        self._insert(waiting, answers)
        return []

    def _answer(self, new: New) -> Determination:
        for each in new.disposals:
            each.conviction_id = each.conviction.pk
        about = FactsAbout(
            convictions=sorted(new.convictions, key=lambda row: (row.on, row.pk)),
            disposals=sorted(new.disposals, key=lambda row: (row.on, row.pk)),
            movements=[], orders=[], notifications=[], breaches=[], reviews=[],
        )  # fmt: skip
        facts = case_from(new.person, about)
        answer = policy.determine(facts, edition=policy.LAW, as_of=self.on).as_dict()
        return Determination(
            person=new.person, as_of=self.on, edition=policy.LAW, facts=facts, answer=answer, made_at=self.setting.at,
            made_by=self.setting.actor.username,
        )  # fmt: skip

    def _insert(self, waiting: list[New], answers: list[Determination]) -> None:
        actor, area = self.setting.actor, self.setting.area
        Person.objects.bulk_create([new.person for new in waiting])
        ManagingArea.objects.bulk_create(
            ManagingArea(
                person=new.person, area=area, since=new.told.since, by=actor.username, reason="Registered here"
            )
            for new in waiting
        )
        RecordStep.objects.bulk_create(
            RecordStep(person=new.person, step="registered", on=new.told.since, by=actor.username,
                       reason=self._source(new.told.rows[0].row)[:300])
            for new in waiting
        )  # fmt: skip
        give_numbers(answers)
        for model, rows in (
            (Identifier, _all(waiting, "identifiers")), (Conviction, _all(waiting, "convictions")),
            (Disposal, _all(waiting, "disposals")), (Address, _all(waiting, "addresses")),
            (Involvement, _all(waiting, "involvements")), (Determination, answers),
        ):  # fmt: skip
            model._default_manager.bulk_create(rows)  # noqa: SLF001 - Django documents it as public
        rekey([new.person for new in waiting])
        for new, answer in zip(waiting, answers, strict=True):
            new.did(
                What.COLLECTION, "determinations:determination:propose", determination=answer, edition=answer.edition
            )
        record_all(
            (
                Act(what, operation, new.person.reference,
                    {name: getattr(value, "pk", value) for name, value in details.items()})
                for new in waiting for what, operation, details in new.acts
            ),
            actor=actor, at=self.setting.at,
        )  # fmt: skip


def _holds(row: Any, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _all(waiting: Iterable[New], name: str) -> list[Any]:
    return [row for new in waiting for row in getattr(new, name)]
