"""What we hold of a person as rows of the files that we take in: court results, probation, prison and police.

Nothing is read here that the caller may not know of. Cells are text; what begins like a formula is disarmed.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mappa.agencies.models import Agency
from mappa.cases.lifecycle import CaseState
from mappa.cases.selectors import latest_case
from mappa.duties.models import CaseFact
from mappa.imports.cells import as_text, disarmed
from mappa.imports.extracts import EXTRACTS, HOME_VISIT, POLICE, PRISON, PROBATION
from mappa.imports.leaving import carried_rows
from mappa.imports.models import RegisterEntry
from mappa.imports.results import COLUMNS, SEXES
from mappa.offending.models import Conviction, Disposal
from mappa.offending.movements import MovementKind
from mappa.people.models import Address, IdentifierKind, InvolvementKind, Person
from mappa.people.selectors import involved_on

COURT = "court-results"
FILES: dict[str, tuple[str, ...]] = {COURT: COLUMNS} | {key: each.columns for key, each in EXTRACTS.items()}
"""The kinds of the bundle with their headers, in the order in which they are taken in."""
Rows = list[dict[str, str]]


@dataclass
class Held:
    """What is asked once about the people of a bundle.

    Args:
        kinds: how an agency is named to another area: by its kind where the area has one such, else by its code.
    """

    on: date
    kinds: Mapping[int, str]
    cells: dict[str, Rows] = field(default_factory=lambda: {kind: [] for kind in FILES})


def named_for_others(agencies: Iterable[Agency]) -> dict[int, str]:
    """How each agency of an area is written, so that another area knows which of its own is meant."""
    every = list(agencies)
    kinds = [each.kind for each in every]
    return {each.pk: each.kind if kinds.count(each.kind) == 1 else each.code for each in every}


def add_person(person: Person, area: str, held: Held) -> bool:
    """Add the rows of one person. False, and nothing added, where no row would open a record for them elsewhere."""
    courts = _court_rows(person, area, held)
    home = _tell_home(person, courts)
    registered = _registered(person, held)
    if not courts and not registered:
        return False
    held.cells[COURT] += courts
    held.cells[PROBATION] += registered
    held.cells[PRISON] += _prison_rows(person)
    held.cells[POLICE] += _police_rows(person, home)
    return True


def as_csv(kind: str, rows: Rows) -> bytes:
    """The rows of a kind under their header, in an order that does not depend on our own numbers.

    Columns that a file of the kind may leave out are there where a row says something in them.
    """
    text = io.StringIO(newline="")
    further = [
        name for name in (EXTRACTS[kind].further if kind in EXTRACTS else ()) if any(row.get(name) for row in rows)
    ]
    writer = csv.DictWriter(text, [*FILES[kind], *further], restval="", extrasaction="ignore")
    writer.writeheader()
    about = ("family_name", "given_names", "date_of_birth", "pnc_id")
    for row in sorted(rows, key=lambda row: [row[name] for name in about]):  # stable: a person's own order stays
        writer.writerow({name: disarmed(cell) for name, cell in row.items()})
    return text.getvalue().encode()


def _who(person: Person, number: IdentifierKind, *, instead: str = "") -> dict[str, str]:
    held = {each.kind: each.value for each in person.identifiers.all()}
    return {
        "person_ref": held.get(number, instead), "family_name": person.family_name,
        "given_names": person.given_names, "date_of_birth": as_text(person.date_of_birth),
        "pnc_id": held.get(IdentifierKind.PNC, ""),
    }  # fmt: skip


def _court_rows(person: Person, area: str, held: Held) -> Rows:
    who = _who(person, IdentifierKind.COURT_REF, instead=person.reference)
    who["person_ref"] = who["person_ref"].removeprefix(f"{area}:")[:40]
    rows = [
        _court_row(conviction, disposal)
        for conviction in person.convictions.all()
        for disposal in list(conviction.disposals.all()) or [None]
    ]
    rows.sort(key=lambda row: [row[name] for name in ("conviction_date", "sentence_date", "offence_title", "disposal")])
    sex = person.sex if person.sex in SEXES.values() else ""
    rows = [who | {"sex": sex} | row for row in rows]
    if rows:
        keeper = person.involvements.filter(involved_on(held.on), kind=InvolvementKind.RECORD_MANAGER).first()
        rows[0]["managing_agency"] = held.kinds.get(keeper.agency_id, "") if keeper else ""
    return rows


def _tell_home(person: Person, rows: Rows) -> Address | None:
    """Tell the home in the last row of court results, where that tells its first day too. Gives the home told."""
    since = (rows[-1]["sentence_date"] or rows[-1]["conviction_date"]) if rows else ""
    homes = [each for each in person.addresses.all() if each.kind == "home" and each.until is None]
    home = max((each for each in homes if as_text(each.since) == since), key=lambda each: each.pk, default=None)
    if home:
        rows[-1]["home_address"] = home.text
    return home


def _court_row(conviction: Conviction, disposal: Disposal | None) -> dict[str, str]:
    facts: dict[str, object] = {
        "court": conviction.court_name or conviction.court, "conviction_date": conviction.on,
        "offence_date": conviction.offence_date, "cjs_code": conviction.cjs_code, "offence_title": conviction.title,
        "victim_age": conviction.facts.get("victim_age"), "plea_or_finding": conviction.plea_or_finding,
        "sentence_date": disposal.on if disposal else None, "disposal": disposal.code if disposal else "",
        "term_months": disposal.term_months if disposal else None, "suspended": "",
        "licence_end": disposal.licence_end if disposal else None, "home_address": "", "managing_agency": "",
    }  # fmt: skip
    return {name: as_text(value) for name, value in facts.items()}


def _entries(person: Person, kind: str) -> list[dict[str, str]]:
    """What the other register says of somebody, the latest word on each entry, the oldest entry first."""
    rows = RegisterEntry.objects.filter(person=person, kind=kind).order_by("pk")
    return [row.said for _, row in sorted({row.key: row for row in rows}.items())]


def _registered(person: Person, held: Held) -> Rows:
    """Registrations in their words; category, level and lead agency are ours where we have decided them."""
    case: Any = latest_case(person, held.on)
    said = _entries(person, PROBATION)
    if not said and case is None:
        return []
    newest = dict(said[-1]) if said else _from_case(person, case, held)
    if case is not None:
        ours = {"category": case.category, "level": case.level, "lead_agency": held.kinds.get(case.lead_agency)}
        newest |= {name: as_text(value) for name, value in ours.items() if value}
    who = _who(person, IdentifierKind.CRN)
    return [who | each for each in [*said[:-1], newest]]


def _from_case(person: Person, case: Any, held: Held) -> dict[str, str]:
    supervising = person.involvements.filter(involved_on(held.on), kind=InvolvementKind.OFFENDER_MANAGER)
    named = supervising.filter(officer__isnull=False).select_related("officer").order_by("pk").first()
    ended = None if case.state == CaseState.OPEN else case.exits.order_by("pk").last()
    return dict.fromkeys(EXTRACTS[PROBATION].readers, "") | {
        "registered_from": as_text(case.opened_on), "registered_to": as_text(ended.on) if ended else "",
        "officer": named.officer.name if named and named.officer else "",
    }  # fmt: skip


def _prison_rows(person: Person) -> Rows:
    """What the prison told, with the days that count now."""
    said = _entries(person, PRISON)
    days = {
        column: as_text(moved.on)
        for kind, column in ((MovementKind.RELEASE_EXPECTED, "release_date"), (MovementKind.LICENCE_END, "licence_end"))
        if (moved := person.movements.filter(kind=kind).order_by("recorded_at", "pk").last())
    }
    if not said and not days:
        return []
    newest = (said[-1] if said else dict.fromkeys(EXTRACTS[PRISON].readers, "")) | days
    who = _who(person, IdentifierKind.PRISON)
    return [who | each for each in [*said[:-1], newest]]


def _police_rows(person: Person, home: Address | None) -> Rows:
    """Notifications and visits, what came of neither kind, and other names, addresses and orders."""
    empty = dict.fromkeys(EXTRACTS[POLICE].readers, "")
    found = [
        empty | {
            "kind": each.kind, "on": as_text(each.on), "days": as_text(each.details.get("days")),
            "no_fixed_abode": as_text(each.details.get("no_fixed_abode")),
        }
        for each in person.notifications.all()
    ]  # fmt: skip
    for fact in CaseFact.objects.filter(case__person=person, kind=HOME_VISIT):
        said = {"by": fact.details["by"], "visit_kind": fact.details["kind"], "visitor": fact.details["visitor"]}
        found.append(empty | said | {"kind": HOME_VISIT, "on": as_text(fact.on)})
    every = {tuple(sorted(row.items())): row for row in [*found, *_entries(person, POLICE)]}
    who = _who(person, IdentifierKind.NOMINAL)
    events = sorted(every.values(), key=lambda row: [row["on"], *row.values()])
    return [who | row for row in [*events, *(empty | each for each in carried_rows(person, home))]]
