"""Which agency should manage a record, from the engine and the facts (NOMINAL-06). People decide it."""

from dataclasses import dataclass
from datetime import date

from mappa.agencies.models import Agency, AgencyKind, Area
from mappa.agencies.selectors import agencies_of
from mappa.cases.models import LeadAgencyRow
from mappa.determinations import policy
from mappa.people.models import MANAGES, Person


@dataclass(frozen=True)
class Proposal:
    """What the engine proposes. `agency` is the area's own of that kind, or None."""

    kind: str
    because: str
    source: str
    agency: Agency | None

    @property
    def words(self) -> str:
        """The proposal as a sentence."""
        if not self.kind:
            return self.because
        label = AgencyKind(self.kind).label
        named = f"{self.agency.name} ({label})" if self.agency else f"{label}, which this area has none of"
        return f"{named} should manage this record. {self.because} Source: {self.source}."


def managed_before(person: Person, on: date) -> frozenset[str]:
    """The kinds of agency that led a case of the person, supervised them or managed their record before a day."""
    led = LeadAgencyRow.objects.filter(case__person=person, since__lt=on).values_list("agency__kind", flat=True)
    held = person.involvements.filter(kind__in=MANAGES, since__lt=on).values_list("agency__kind", flat=True)
    return frozenset(led.union(held))


def proposed_manager(person: Person, category: int | None, *, area: Area, edition: str, on: date) -> Proposal:
    """Who should manage the record on a day. Two queries."""
    found = policy.record_manager(category, managed_before=managed_before(person, on), edition=edition)
    agency = agencies_of(area, on).filter(kind=found.kind).first() if found.kind else None
    return Proposal(found.kind, found.because, found.citation, agency)
