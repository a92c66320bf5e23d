"""Where an extract and our record do not agree, in words. Nothing is decided here, and nothing is written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from mappa.agencies.models import Agency
from mappa.cases.lifecycle import CaseState
from mappa.cases.selectors import latest_case
from mappa.govuk.days import long_date
from mappa.imports.extracts import POLICE, PRISON, PROBATION
from mappa.offending.movements import MovementKind
from mappa.people.models import Person

NUMBERED = re.compile(r"(?:category|cat|level|l)?\.?\s*([1-4])", re.IGNORECASE)
AWAY_OR_BACK = (MovementKind.RELEASED, MovementKind.RECALLED, MovementKind.RETURNED, MovementKind.REMAND)
NO_CASE = "No open case in MAPPA"
REGISTERS = frozenset({PROBATION, PRISON})
"""Extracts that say how things stand, so that a difference ends by itself when they agree again."""
WORDS = {
    "category": "Category", "level": "Level", "lead_agency": "Lead agency", "registration": "Registration",
    "marking": "Marking as a MAPPA offender", "custody": "Custody", "event": "Unknown kind", "visit": "Home visit",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One difference."""

    what: str
    theirs: str
    ours: str


def number_in(said: str) -> int | None:
    """The category or level that a text names; None where it names none that we know."""
    found = NUMBERED.fullmatch(said.strip())
    return int(found[1]) if found else None


def _in_mappa(person: Person, on: date) -> Any:
    case: Any = latest_case(person, on)
    return case if case is not None and case.state == CaseState.OPEN else None


def probation_differs(person: Person, said: Mapping[str, Any], agencies: Mapping[str, Agency], on: date) -> list[Found]:
    """Registration, category, level and lead agency, each where both registers say something and not the same."""
    case, until = _in_mappa(person, on), said["registered_to"]
    if until and until < on:
        ours = f"Case {case.reference} is open" if case else ""
        return [Found("registration", f"Ended on {long_date(until)}", ours)] if case else []
    if case is None:
        standing = ", ".join(
            f"{name} {said[name]}" for name in ("category", "level") if said[name]
        ) or "without category and level"  # fmt: skip
        return [Found("registration", f"Registered since {long_date(said['registered_from'])}, {standing}", NO_CASE)]
    found = []
    for name, ours in (("category", case.category), ("level", case.level)):
        if said[name] and number_in(said[name]) != ours:
            found.append(Found(name, said[name], str(ours) if ours else "None decided"))
    if said["lead_agency"]:
        theirs = agencies.get(said["lead_agency"].casefold())
        if theirs is None or theirs.pk != case.lead_agency:
            lead = Agency.objects.filter(pk=case.lead_agency).first()
            found.append(Found("lead_agency", said["lead_agency"], lead.name if lead else "None named"))
    return found


def prison_differs(person: Person, said: Mapping[str, Any], _agencies: Mapping[str, Agency], on: date) -> list[Found]:
    """The prison's marking after reception (IDENT-20), and custody after what we hold for a release."""
    case, came, place = _in_mappa(person, on), said["received_on"], said["establishment"] or "prison"
    found = []
    if said["mappa_marked"] is False and case:
        since = f", received on {long_date(came)}" if came else ""
        found.append(Found("marking", f"Not marked at {place}{since}", f"In MAPPA: case {case.reference}"))
    if said["mappa_marked"] and case is None:
        found.append(Found("marking", f"Marked at {place}", NO_CASE))
    moved = person.movements.filter(kind__in=AWAY_OR_BACK).order_by("on", "pk").last()
    if came and moved and moved.kind == MovementKind.RELEASED and moved.on < came:
        theirs = f"In {place} since {long_date(came)}"
        found.append(Found("custody", theirs, f"Released on {long_date(moved.on)}, and not back in custody"))
    return found


def nothing_differs(
    _person: Person, _said: Mapping[str, Any], _agencies: Mapping[str, Agency], _on: date
) -> list[Found]:
    """An extract of events says how nothing stands."""
    return []


Comparison = Callable[[Person, Mapping[str, Any], Mapping[str, Agency], date], list[Found]]
COMPARED: dict[str, Comparison] = {PROBATION: probation_differs, PRISON: prison_differs, POLICE: nothing_differs}


def to_put_right(what: str, theirs: str) -> dict[str, str]:
    """What the other register says, by the field of the form that puts ours right; empty where a person has to type."""
    if what == "level" and (level := number_in(theirs)):
        return {"level": str(level)}
    if what == "lead_agency":
        agency = Agency.objects.filter(Q(code__iexact=theirs) | Q(name__iexact=theirs)).first()
        return {"agency": str(agency.pk)} if agency else {}
    return {}
