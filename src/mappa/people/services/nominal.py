"""Creating and changing the front page of the record: names, birth, numbers, addresses."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.audit.models import What
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.kernel.models import next_reference
from mappa.kernel.reading import wider
from mappa.people import names
from mappa.people.lifecycle import STORED, RecordAction
from mappa.people.models import Address, Alias, Identifier, IdentifierKind, ManagingArea, Person
from mappa.people.selectors import addresses_on, people_visible_to
from mappa.people.services.finding import rekey
from mappa.people.telling import stamp, tell


@dataclass(frozen=True, kw_only=True)
class NominalFacts:
    """Who the person is. A birth date of None means that it is not recorded."""

    family_name: str
    given_names: str
    date_of_birth: date | None = None
    sex: str = ""
    ethnicity: str = ""

    def problems(self, on: date) -> dict[str, str]:
        """What to put right, by field."""
        found = {}
        if not names.normalised(self.family_name):
            found["family_name"] = "Enter the family name. If the person has one name only, enter it here."
        if self.date_of_birth and self.date_of_birth > on:
            found["date_of_birth"] = "Date of birth must be today or in the past."
        return found


def _require_complete(problems: Mapping[str, str]) -> None:
    if problems:
        raise Incomplete("Some facts are missing or wrong, so nothing was saved.", dict(problems))


@transaction.atomic
def create_nominal(
    *,
    facts: NominalFacts,
    area: Area,
    on: date,
    actor: User,
    at: datetime,
    source: str = "",
    compartment: str = "",
) -> Person:
    """Open one nominal for one person, managed by an area from a day on.

    Args:
        facts: names and birth.
        area: who manages the person from `on`, the first day.
        source: where the facts came from, for the audit event: a file and row, or a form's reference.
        compartment: the wall around the record; blank for none.

    Raises:
        Refused: the actor's role may neither edit records nor import results.
        Incomplete: a name is missing or the birth lies in the future.

    Covers: NOMINAL-01.
    """
    require(may(actor, Permission.PERSON_EDIT) or may(actor, Permission.RESULTS_IMPORT))
    _require_complete(facts.problems(clock.day_of(at)))
    person = Person.objects.create(
        **asdict(facts),
        reference=next_reference(f"{area.prefix}-P"),
        compartment=compartment,
        recorded_at=at,
        recorded_by=actor.username,
        name_keys=names.keys_of_all([(facts.given_names, facts.family_name)]),
    )
    rekey([person])
    ManagingArea.objects.create(person=person, area=area, since=on, by=actor.username, reason="Registered here")
    person.record_steps.create(step=STORED[RecordAction.REGISTER], on=on, by=actor.username, reason=source[:300])
    tell(person, "people:person:create", actor=actor, at=at, what=What.COLLECTION, area=area.code, source=source)
    return person


@transaction.atomic
def change_nominal(*, reference: str, facts: NominalFacts, read_version: int, actor: User, at: datetime) -> Person:
    """Change names, birth, sex or ethnicity. A name that is replaced stays on the record as a former name.

    Args:
        read_version: the version that the actor had in front of them.

    Raises:
        Person.DoesNotExist: none with this reference, or the actor may not know of it.
        Refused: the actor's role may not edit records.
        Incomplete: a name is missing or the birth lies in the future.
        Stale: somebody else saved since. Nothing was saved.
    """
    on = clock.day_of(at)
    person = people_visible_to(actor, on, at=at).get(reference=reference)
    require(may(actor, Permission.PERSON_EDIT))
    _require_complete(facts.problems(on))
    before = (person.given_names, person.family_name)
    values = asdict(facts)
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    person.save_over(read_version=read_version, by=actor.username, at=at, **values)
    if before != (facts.given_names, facts.family_name):
        Alias.objects.create(
            person=person, given_names=before[0], family_name=before[1], kind="former name", **stamp(actor, at)
        )
        rename_keys(person)
    else:
        rekey([person])
    tell(person, "people:person:change", actor=actor, at=at, fields=changed)
    return person


def rename_keys(person: Person) -> None:
    """Write the keys by which somebody is found anew, from every name and number on the record."""
    known = [(person.given_names, person.family_name)]
    known += list(person.aliases.values_list("given_names", "family_name"))
    Person.objects.filter(pk=person.pk).update(name_keys=names.keys_of_all(known))
    rekey([person])


@transaction.atomic
def add_alias(
    *, person: Person, family_name: str, given_names: str = "", kind: str = "alias", actor: User, at: datetime
) -> Alias:
    """Add another name, unless the record holds it already; search and matching then find the person by it."""
    require(may(actor, Permission.PERSON_EDIT) or may(actor, Permission.RESULTS_IMPORT))
    if not names.normalised(family_name):
        _require_complete({"family_name": "Enter the other family name."})
    wanted = names.full(given_names, family_name)
    for alias in person.aliases.all():
        if names.full(alias.given_names, alias.family_name) == wanted:
            return alias
    alias = Alias.objects.create(
        person=person, family_name=family_name, given_names=given_names, kind=kind, **stamp(actor, at)
    )
    rename_keys(person)
    tell(person, "people:alias:add", actor=actor, at=at, alias=alias.pk)
    return alias


@transaction.atomic
def add_identifier(*, person: Person, kind: IdentifierKind, value: str, actor: User, at: datetime) -> Identifier:
    """Add a number that an agency gave the person, unless this record holds it already.

    Raises:
        NotPossible: the number is on another record. The message does not say whose.
    """
    require(may(actor, Permission.PERSON_EDIT) or may(actor, Permission.RESULTS_IMPORT))
    if not value.strip():
        _require_complete({"value": "Enter the number."})
    with wider("numbers"):
        found = Identifier.objects.filter(kind=kind, value=value.strip()).first()
    if found and found.person_id != person.pk:
        raise NotPossible(
            f"This {IdentifierKind(kind).label} cannot be added here, because numbers are not shared between people."
            " Check it against its source. If it is right, ask your co-ordinator to look for a second record."
        )
    if found:
        return found
    identifier = Identifier.objects.create(person=person, kind=kind, value=value.strip(), **stamp(actor, at))
    rekey([person])
    tell(person, "people:identifier:add", actor=actor, at=at, kind=str(kind))
    return identifier


@transaction.atomic
def add_address(
    *, person: Person, text: str, since: date, actor: User, at: datetime, kind: str = "home", until: date | None = None
) -> Address:
    """Add where the person lives or can be found, from a first day to a last day (both included).

    An address that the record shows for that day already is not added again. Covers: IDENT-27.
    """
    require(may(actor, Permission.PERSON_EDIT) or may(actor, Permission.RESULTS_IMPORT))
    problems = {}
    if not text.strip():
        problems["text"] = "Enter the address."
    if until and until < since:
        problems["until"] = "The last day at the address must be on or after the first."
    _require_complete(problems)
    for known in addresses_on(person, since):
        if known.kind == kind and names.normalised(known.text) == names.normalised(text):
            return known
    address = Address.objects.create(
        person=person, text=text.strip(), kind=kind, since=since, until=until, **stamp(actor, at)
    )
    rekey([person])
    tell(person, "people:address:add", actor=actor, at=at, address=address.pk)
    return address
