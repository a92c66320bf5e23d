"""Whether an offence can make Category 2: murder, Schedule 15 Parts 1 and 2, and the list in section 327(4A).

Section 327(3) says "has been convicted of an offence specified", so the Schedule is read as it stands on the
day of the question.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy import offences
from mappa_policy.rules.facts import Conviction, Facts
from mappa_policy.rules.schedule_3 import ABROAD, cjs_code, offence_of

PART_3 = 3
CONDITION = "CONDITION"
COERCIVE = ("serious crime act 2015", "76")


@dataclass(frozen=True, slots=True)
class Specified:
    """Whether the offence is one of those, and where it is listed."""

    listed: bool
    because: str
    citation: str


def _in_force(row: Mapping[str, str], day: dt.date) -> bool:
    begins, ends = offences.date_of(row, "in_force_from"), offences.date_of(row, "in_force_to")
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def _in_part(facts: Facts, part: int, para: str, day: dt.date) -> Specified:
    where = f"Schedule 15 Part {part} paragraph {para}"
    citation = f"CJA 2003 Sch 15 para {para}"
    if part == PART_3 and day >= facts.parameter("category-4/began").day:
        return Specified(listed=False, because=f"{where} no longer makes Category 2.", citation=citation)
    held = [row for row in offences.schedule_15().get(para, ()) if int(row["part"]) == part]
    if held and not any(_in_force(row, day) for row in held):
        return Specified(listed=False, because=f"{where} was not in force on {day}.", citation=citation)
    return Specified(listed=True, because=f"The offence is in {where}.", citation=citation)


def _child(facts: Facts, conviction: Conviction) -> bool:
    age = conviction.event.number("victim_age")
    limit = facts.number("category-2/child_age")
    if age is not None:
        return age < limit
    return facts.world.ask(f"{conviction.id}.victim_age: whether under {limit}", (False, True))


def _outside_the_schedule(facts: Facts, conviction: Conviction) -> Specified | None:
    """Murder, the offences against a child of section 327(4A), and controlling or coercive behaviour."""
    offence = offence_of(conviction)
    title = str(offence.get("title") or "").casefold()
    act = (str(offence.get("statute") or "").casefold(), str(offence.get("section") or ""))
    if title == "murder":
        return Specified(listed=True, because="The offence is murder.", citation="CJA 2003 s.327(3)(a)")
    if act == COERCIVE:
        row = offences.schedule_15()[""][0]
        facts.flags.add("schedule_15_paragraph_number_not_verified")
        listed = _in_force(row, facts.as_of)
        begins = row["in_force_from"]
        return Specified(
            listed, f"Controlling or coercive behaviour is specified from {begins}.", "CJA 2003 Sch 15 Part 1"
        )
    for row in offences.rows("offences_s327_additional"):
        if not row["section"] or act != (row["statute"].casefold(), row["section"]):
            continue
        provision = row["provision"].split("(i", maxsplit=1)[0]
        against = not row["condition"] or "(s.327(6))" in row["condition"] or _child(facts, conviction)
        says = "is" if against else "is not"
        return Specified(against, f"The offence {says} one against a child.", f"CJA 2003 {provision}")
    return None


def _by_act(facts: Facts, conviction: Conviction) -> Specified | None:
    """By Act and section, for facts that name only these; none where that does not settle it."""
    offence = offence_of(conviction)
    statute, section = str(offence.get("statute") or ""), str(offence.get("section") or "")
    if not statute or not section:
        return None
    rows = offences.schedule_15_by_provision(statute, section)
    whole = rows or offences.schedule_15_by_provision(statute, section.split("(", maxsplit=1)[0])
    live = [row for row in whole if _in_force(row, facts.as_of)]
    if not live:
        return None if conviction.court in ABROAD else _NOT_LISTED
    if CONDITION in live[0]["notes"]:
        fact = f"{conviction.id}: {live[0]['notes'].removeprefix(f'{CONDITION}: ')}"
        if not facts.world.ask(fact, (False, True)):
            return _NOT_LISTED
    return _in_part(facts, int(live[0]["part"]), live[0]["para"], facts.as_of)


_NOT_LISTED = Specified(
    listed=False, because="The offence is not in Schedule 15 Part 1 or 2.", citation="CJA 2003 Sch 15"
)


def _by_code(facts: Facts, code: str) -> Specified | None:
    entry = offences.by_cjs_code(code)
    if entry is None:
        return None
    for part, para in entry.schedule_15:
        return _in_part(facts, part, para, facts.as_of)
    return _NOT_LISTED


def specified(facts: Facts, conviction: Conviction) -> Specified:
    """Whether the offence is one that can make Category 2. Covers: IDENT-06."""
    other = _outside_the_schedule(facts, conviction)
    if other is not None:
        return other
    offence = offence_of(conviction)
    found: Specified | None = None
    if "sch15_para" in offence:
        para = str(offence["sch15_para"] or "")
        if not para:
            return _NOT_LISTED
        rows = offences.schedule_15().get(para) or offences.schedule_15().get(para.split("(", maxsplit=1)[0])
        part = str(offence.get("sch15_part") or (rows[0]["part"] if rows else ""))
        if part.isdigit():
            return _in_part(facts, int(part), para, facts.as_of)
    elif code := cjs_code(conviction):
        found = _by_code(facts, code)
    else:
        found = _by_act(facts, conviction)
    if found is not None:
        return found
    listed = facts.world.ask(f"{conviction.id}.offence.sch15_para", (False, True))
    says = "is" if listed else "is not"
    return Specified(listed, f"The offence {says} in Schedule 15 Part 1 or 2.", "CJA 2003 Sch 15")
