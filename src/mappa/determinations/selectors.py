"""Stored answers, as they were given; and the departures of an area, as the engine takes them."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from mappa.agencies.models import Agency, AgencyKind, Area
from mappa.determinations import policy
from mappa.determinations.models import AreaDeparture, Determination, IdentificationProcedure
from mappa.kernel.models import is_one_of
from mappa.people.models import Person


def determinations_of(person: Person) -> QuerySet[Determination]:
    """Every stored answer about somebody whom the caller may know of, newest first, with what was decided."""
    return person.determinations.select_related("decision").order_by("-made_at", "-id")


def latest_determination(person: Person) -> Determination | None:
    """The newest stored answer; None when the engine was never asked."""
    return determinations_of(person).first()


def same_answer(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether two answers say the same, whatever the day they were asked about."""
    return {**before, "as_of": None} == {**after, "as_of": None}


@dataclass(frozen=True)
class Stored:
    """The newest stored answer about somebody and its facts, as JSON text: most are not looked into."""

    edition: str
    facts: str
    answer: str

    def holds(self, edition: str, facts: dict[str, Any], answer: dict[str, Any]) -> bool:
        """Whether it says what would be stored now."""
        return (
            self.edition == edition and json.loads(self.facts) == facts
            and same_answer(json.loads(self.answer), answer)
        )  # fmt: skip


def latest_stored(people: Collection[int]) -> dict[int, Stored]:
    """The newest stored answers about many people, told by their ids. One query."""
    rows = Determination.objects.filter(is_one_of("person", people))
    newest = rows.order_by("person", "-made_at", "-id").distinct("person").values("pk")
    told = Determination.objects.filter(pk__in=newest).values_list(
        "person", "edition", Cast("facts", TextField()), Cast("answer", TextField())
    )  # fmt: skip
    return {person: Stored(*said) for person, *said in told}


def latest_decided(person: Person) -> Determination | None:
    """The newest answer on which a person decided; None when nobody has."""
    return determinations_of(person).filter(decision__isnull=False).first()


def latest_id(person: str = "pk") -> Subquery:
    """The id of the newest stored answer, for use in a query. `person` is the path to the person's id."""
    rows = Determination.objects.filter(person=OuterRef(person)).order_by("-made_at", "-id")
    return Subquery(rows.values("pk")[:1])


def decided_category(determination: Determination) -> tuple[bool, int | None]:
    """Whether somebody decided, and on which category."""
    decision: Any = getattr(determination, "decision", None)
    return (decision is not None, decision.category if decision else None)


def departures_of(area: Area) -> QuerySet[AreaDeparture]:
    """Every departure of an area from any edition, newest first. They are no secret inside the arrangements."""
    return area.departures.order_by("-since", "-id")


def overlays_of(area: Area) -> dict[str, policy.Overlay]:
    """The departures of an area by edition, as the engine takes them. One query.

    A later departure for the same value ends the one before it; a row without a value only ends it.
    """
    found: dict[str, list[policy.Departure]] = {}
    following: dict[tuple[str, str], date] = {}
    for row in departures_of(area):
        ends = following.get((row.edition, row.parameter))
        following[row.edition, row.parameter] = row.since
        if row.value is not None:
            found.setdefault(row.edition, []).append(_departure(row, ends - timedelta(days=1) if ends else None))
    return {edition: policy.Overlay(area.code, edition, tuple(held)) for edition, held in found.items()}


def _departure(row: AreaDeparture, until: date | None) -> policy.Departure:
    return policy.Departure(
        parameter=row.parameter,
        value=row.value,
        source=row.source,
        reason=row.reason,
        approved_by=row.approved_by,
        approved_on=row.approved_on,
        since=row.since,
        until=until,
    )


def agencies_that_identify(area: Area, edition: str) -> QuerySet[Agency]:
    """The agencies of an area that must show how they identify people, by name (IDENT-16)."""
    return Agency.objects.filter(areas=area, kind__in=_kinds_that_identify(edition)).order_by("name")


def _kinds_that_identify(edition: str) -> tuple[str, ...]:
    return policy.parameter("identification/agencies_with_a_system", edition).items


def procedures_in(area: Area, edition: str) -> list[tuple[str, Agency | None, IdentificationProcedure | None]]:
    """Each kind of agency that must identify people, its agencies in the area, and the latest procedure of each.

    A kind without an agency in the area has a line of its own, so that a gap is seen. Two queries.
    """
    rows = IdentificationProcedure.objects.filter(area=area).order_by("agency", "-at", "-id").distinct("agency")
    latest = {row.agency_id: row for row in rows}
    agencies = list(agencies_that_identify(area, edition))
    found: list[tuple[str, Agency | None, IdentificationProcedure | None]] = []
    for kind in _kinds_that_identify(edition):
        own = [agency for agency in agencies if agency.kind == kind]
        label = str(AgencyKind(kind).label)
        found += [(label, agency, latest.get(agency.pk)) for agency in own] or [(label, None, None)]
    return found
