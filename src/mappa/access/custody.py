"""Whether somebody is in custody, from the recorded facts, and whether the prison should be a partner."""

from dataclasses import dataclass
from datetime import date

from mappa.agencies.models import AgencyKind
from mappa.determinations import policy
from mappa.determinations.detention import detention_of
from mappa.offending.models import Disposal
from mappa.offending.movements import MovementKind
from mappa.people.models import InvolvementKind, Person
from mappa.people.selectors import involved_on

MADE_BY = "record/prison_partner_made_by"
IN = {MovementKind.REMAND, MovementKind.RECALLED, MovementKind.RETURNED}
OUT = {
    MovementKind.RELEASED, MovementKind.TRANSFER_S47, MovementKind.DISCHARGED, MovementKind.CONDITIONAL_DISCHARGE,
}  # fmt: skip
CUSTODY = "sentenced_to_custody"


def in_custody_since(person: Person, on: date) -> date | None:
    """The first day of the custody that the person is in on a day; None when out, or when no fact says so.

    Of facts of one day a release counts last.
    """
    moved = person.movements.filter(kind__in=[*IN, *OUT], on__lte=on).values_list("on", "kind")
    facts = [(day, kind in OUT) for day, kind in moved]
    sentenced = Disposal.objects.filter(conviction__person=person, on__lte=on)
    facts += [(row.on, False) for row in sentenced if detention_of(row.code) == CUSTODY]
    since: date | None = None
    for day, out in sorted(facts):
        since = None if out else since or day
    return since


@dataclass(frozen=True)
class PrisonPrompt:
    """What somebody should do about the prison's partnership, and who: a kind of agency, or "" where none is named."""

    begin: bool
    since: date | None
    by: str


def prison_prompt(person: Person, category: int | None, edition: str, on: date) -> PrisonPrompt | None:
    """Begin the prison's partnership while the person is in custody, or end it when they are out. None when right."""
    since = in_custody_since(person, on)
    partner = person.involvements.filter(
        involved_on(on), agency__kind=AgencyKind.PRISON, kind=InvolvementKind.PARTNER
    ).exists()
    if partner == (since is not None):
        return None
    found = policy.find_parameter(MADE_BY, edition)
    table = found.value if found is not None and isinstance(found.value, dict) else {}
    return PrisonPrompt(begin=since is not None, since=since, by=str(table.get(str(category), "")))
