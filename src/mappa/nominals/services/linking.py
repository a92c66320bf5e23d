"""Comparing everybody of an area, or of two, in bulk, and keeping the pairs that a person has to decide about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.audit.models import What
from mappa.audit.services import Act, record, record_all
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import require
from mappa.kernel.models import is_one_of
from mappa.nominals import linkage
from mappa.nominals.extracts import rows_of
from mappa.nominals.linkage import FoundPair
from mappa.nominals.models import PossibleDuplicate
from mappa.nominals.selectors import in_order, undecided
from mappa.people.models import Person
from mappa.people.selectors import people_managed_by, people_visible_to


@dataclass(frozen=True)
class Side:
    """One extract: the people of an area whom somebody may know of."""

    area: Area
    reader: User


@dataclass(frozen=True)
class Linked:
    """What came of it. `new` and `known` wait for a decision; the rest was decided about before."""

    compared: list[int]
    pairs: int
    new: int
    known: int
    decided: int


def link_people(*, sides: Sequence[Side], actor: User, at: datetime, least: float | None = None) -> Linked:
    """Find pairs that may be one person within one area or between two, and put those undecided to people.

    It decides nothing and changes no record. A pair is shown to those alone who may know of both records.

    Args:
        sides: one area, whose records are compared with each other, or two.
        least: the least probability, from 0 to 1; None for more likely than not.

    Raises:
        Refused: the actor may not decide matches.
        NotPossible: the linkage is not there or refuses an extract. Nothing was kept then.
    """
    require(may(actor, Permission.MATCH_DECIDE))
    linkage.require_ready()
    with transaction.atomic():
        people = [_people(side, at) for side in sides]
        compared = [each.count() for each in people]
        record(
            what=What.COMBINATION, operation="nominals:link:compare", actor=actor, subject_type="area",
            subject=" ".join(side.area.code for side in sides), at=at, people=compared,
        )  # fmt: skip
    found = linkage.linked(
        {side.area.code: rows_of(each) for side, each in zip(sides, people, strict=True)}, least=least
    )
    return _keep(found, compared, actor, at)


def _people(side: Side, at: datetime) -> QuerySet[Person]:
    on = day_of(at)
    return people_visible_to(side.reader, on, at=at) & people_managed_by(side.area.pk, on)


@transaction.atomic
def _keep(found: Sequence[FoundPair], compared: list[int], actor: User, at: datetime) -> Linked:
    named = {reference for pair in found for reference in (pair.one, pair.other)}
    there = Person.objects.filter(is_one_of("reference", named), merged_into__isnull=True)
    people = {person.reference: person for person in there.only("pk", "reference")}
    rows = [_row(pair, people, actor, at) for pair in found if {pair.one, pair.other} <= people.keys()]
    pairs = {(row.one_id, row.other_id) for row in rows}
    known = pairs & _kept(pairs, PossibleDuplicate.objects.all())
    PossibleDuplicate.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["one", "other"],
        update_fields=["probability", "weight", "start", "parts", "found_at", "found_by"],
    )  # fmt: skip
    waiting = pairs & _kept(pairs, undecided(PossibleDuplicate.objects.all()))
    new = waiting - known
    _record([row for row in rows if (row.one_id, row.other_id) in new], actor, at)
    return Linked(
        compared=compared, pairs=len(pairs), new=len(new), known=len(waiting & known),
        decided=len(pairs - waiting),
    )  # fmt: skip


def _row(pair: FoundPair, people: Mapping[str, Person], actor: User, at: datetime) -> PossibleDuplicate:
    one, other = in_order(people[pair.one], people[pair.other])
    return PossibleDuplicate(
        one=one, other=other, probability=pair.probability, weight=pair.weight, start=pair.start, parts=pair.parts,
        found_at=at, found_by=actor.username,
    )  # fmt: skip


def _kept(pairs: Collection[tuple[int, int]], rows: QuerySet[PossibleDuplicate]) -> set[tuple[int, int]]:
    """The pairs of some rows that may be among those asked about; the caller keeps those that are."""
    ones, others = {one for one, _ in pairs}, {other for _, other in pairs}
    near = rows.filter(is_one_of("one_id", ones), is_one_of("other_id", others))
    return set(near.values_list("one_id", "other_id"))


def _record(new: Collection[PossibleDuplicate], actor: User, at: datetime) -> None:
    """An event for each record of each new pair. The other record is not named: who reads one log may not know it."""
    acts = [
        Act(What.COMBINATION, "nominals:duplicate:raise", person.reference, {"weight": row.weight})
        for row in new for person in (row.one, row.other)
    ]  # fmt: skip
    record_all(acts, actor=actor, at=at)
