"""Before a decision on disclosure about a young person, a senior person who works with the young is consulted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mappa.agencies.models import Agency, AgencyKind, Area
from mappa.agencies.selectors import edition_on
from mappa.determinations import policy
from mappa.people.models import Person

RULE = "disclosure/consulted_about_the_young"


@dataclass(frozen=True)
class Consultation:
    """What an edition asks: who is young, and which kinds of agency may be consulted about them."""

    under: int
    agencies: tuple[str, ...]
    citation: str
    birth_unknown: bool = False

    def needed_for(self, person: Person, on: date) -> bool:
        """Whether nothing may be decided about somebody without it, also where the birth is not recorded."""
        born = person.date_of_birth
        return born is None or policy.birthday(born, self.under) > on

    @property
    def says(self) -> dict[str, str]:
        """What to put right where an answer is missing, by field."""
        who = " or ".join(str(AgencyKind(kind).label) for kind in self.agencies)
        known = (
            f"The person is under {self.under}, so nothing can be decided yet. Name the senior person who was consulted"
        )
        unknown = (
            f"No date of birth is recorded, so it cannot be told whether the person is under {self.under}."
            " Name the senior person who was consulted, or record the date of birth first"
        )
        return {
            "consulted": unknown if self.birth_unknown else known,
            "consulted_agency": f"Choose the agency of the person consulted: {who}",
            "consulted_on": "Give the day of the consultation: today or in the past",
        }

    def missing(self, on: date, facts: Mapping[str, Any]) -> dict[str, str]:
        """What to put right before a decision on a day about somebody for whom it is needed, by field."""
        agency: Agency | None = facts["consulted_agency"]
        day: date | None = facts["consulted_on"]
        there = {
            "consulted": bool(str(facts["consulted"]).strip()),
            "consulted_agency": agency is not None and agency.kind in self.agencies,
            "consulted_on": day is not None and day <= on,
        }
        return {name: self.says[name] for name, given in there.items() if not given}


def consultation(edition: str) -> Consultation | None:
    """What the edition asks; None where it asks nothing. Covers: DISC-13."""
    found = policy.find_parameter(RULE, edition)
    if found is None or found.value is None:
        return None
    value: Any = found.value
    return Consultation(value["under"], tuple(value["agencies"]), found.citation)


def consultation_for(person: Person, area: Area, on: date) -> Consultation | None:
    """What has to be asked before a decision about somebody on a day; None where no consultation is needed."""
    rule = consultation(edition_on(area, on))
    if rule is None or not rule.needed_for(person, on):
        return None
    return replace(rule, birth_unknown=person.date_of_birth is None)
