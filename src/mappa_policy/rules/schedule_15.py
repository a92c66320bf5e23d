"""Whether an offence can make Category 2: murder, Schedule 15 Parts 1 and 2, and the list in section 327(4A).

Section 327(3) says "has been convicted of an offence specified", so the Schedule is read as it stands on the
day of the question.
"""

import datetime as dt
import functools
import re
from collections.abc import Sequence

from mappa_policy import offences
from mappa_policy.model import record
from mappa_policy.offences import BEGINNINGS, COMMON_LAW, Fit, Match, Row
from mappa_policy.offences.paragraphs import PARAGRAPHS_KEPT
from mappa_policy.rules.conviction import Conviction
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.offence import ABROAD, form_of

PART_3 = 3
CONDITION = re.compile(r"CONDITION(?: \(recalled\))?: (?P<text>.*)")
# Two paragraphs of which one takes what the other leaves: the offence is in one of them.
THE_REST = re.compile(r"not falling within para (\w+)")
NOT_VERIFIED = "schedule_15_paragraph_number_not_verified"
MURDER = "murder"
AS_A_WORD = re.compile(rf"\b{MURDER}\b")
OF_MURDER = {"attempt": "65(1)", "conspiracy": "65(2)", "incitement": "65(3)", "encouraging or assisting": "65(4)"}
OF_FORM = {
    "aiding": "(1)",
    "attempt": "(2)",
    "conspiracy": "(3)",
    "incitement": "(4)",
    "encouraging or assisting": "(5)",
}
FORMS_OF_PART = ("64", "153", "174")
CLASS = re.compile(r"\bclass ([abc])\b")


@record
class Specified:
    """Whether the offence is one of those, and where it is listed."""

    listed: bool
    because: str
    citation: str


_NOT_LISTED = Specified(
    listed=False, because="The offence is not in Schedule 15 Part 1 or 2.", citation="CJA 2003 Sch 15"
)


def _in_part(facts: Facts, part: int, para: str, form: str = "") -> Specified:
    """A paragraph on the day of the question: in force, and in a Part that counts."""
    until = facts.day("category-4/began") if part == PART_3 else None
    found, was_read, number_verified = _on_day(part, para, form, facts.as_of, until)
    if not (was_read and number_verified):
        _flag(facts, was_read=was_read, number_verified=number_verified)
    return found


@functools.lru_cache(maxsize=PARAGRAPHS_KEPT)
def _on_day(part: int, para: str, form: str, day: dt.date, until: dt.date | None) -> tuple[Specified, bool, bool]:
    """What a paragraph comes to on a day, whether its law was read and whether its number is verified.

    Args:
        until: the first day on which its Part makes Category 2 no longer, if there is one.
    """
    where, citation, was_read, number_verified, out_of_force = offences.paragraph_15(part, para, day)
    item = f", as {form} by paragraph {FORMS_OF_PART[part - 1]}{OF_FORM[form]}" if form else ""
    found = Specified(listed=True, because=f"The offence is in {where}{item}.", citation=citation)
    if until is not None and day >= until:
        found = Specified(listed=False, because=f"{where} no longer makes Category 2.", citation=citation)
    elif out_of_force:
        found = Specified(listed=False, because=f"{where} was not in force on {day}.", citation=citation)
    return found, was_read, number_verified


def _flag(facts: Facts, *, was_read: bool, number_verified: bool) -> None:
    """Say where the law of a row, or the number of its paragraph, was not read."""
    if not number_verified:
        facts.flags.add(NOT_VERIFIED)
    if not was_read:
        facts.flags.add("recalled_not_read")


def _child(facts: Facts, conviction: Conviction) -> bool:
    age = conviction.event.number("victim_age")
    limit = facts.number("category-2/child_age")
    if age is not None:
        return age < limit
    return facts.world.ask(f"{conviction.id}.victim_age: whether under {limit}", (False, True))


def _class_a(facts: Facts, conviction: Conviction) -> bool:
    named = CLASS.search(conviction.recorded.title)
    if named is not None:
        return named[1] == "a"
    return facts.world.ask(f"{conviction.id}.offence.title: whether the drug was of Class A", (False, True))


def _murder(conviction: Conviction) -> Specified | None:
    """Murder, and its attempt and the like, which have items of their own in paragraph 65."""
    recorded = conviction.recorded
    title, provision = recorded.title, recorded.provision
    if MURDER not in title or not AS_A_WORD.search(title):
        return None
    if provision is not None and provision.statute != COMMON_LAW and not recorded.hides_its_principal:
        return None
    begun = next((form for stem, form in BEGINNINGS.items() if title.startswith(stem)), "")
    form = begun or form_of(conviction)
    if form in OF_MURDER:
        para = OF_MURDER[form]
        says = f"The offence is in Schedule 15 Part 1 paragraph {para}: {form} to murder."
        return Specified(listed=True, because=says, citation=f"CJA 2003 Sch 15 para {para}")
    if title.startswith(MURDER):
        return Specified(listed=True, because="The offence is murder.", citation="CJA 2003 s.327(3)(a)")
    return None


def _against_a_child(facts: Facts, conviction: Conviction) -> Specified | None:
    """The offences against a child of section 327(4A), in any form."""
    matches = conviction.recorded.listed[offences.SECTION_327]
    if not matches:
        return None
    row = matches[0].row
    citation = f"CJA 2003 {row['provision'].split('(i', maxsplit=1)[0]}"
    if not _lies_within(facts, conviction, matches[0]):
        return None
    against = not row["condition"] or "(s.327(6))" in row["condition"] or _child(facts, conviction)
    if not against:
        return Specified(listed=False, because="The offence is not one against a child.", citation=citation)
    if "Class A" in row["condition"] and not _class_a(facts, conviction):
        return Specified(listed=False, because="The drug was not of Class A.", citation=citation)
    return Specified(listed=True, because="The offence is one against a child.", citation=citation)


def _lies_within(facts: Facts, conviction: Conviction, match: Match) -> bool:
    if match.fit is Fit.YES:
        return True
    section = match.row["section"]
    return facts.world.ask(f"{conviction.id}.offence.section: whether it is {section}", (False, True))


def _meets(facts: Facts, conviction: Conviction, match: Match, others: Sequence[Match]) -> bool:
    """Whether the offence meets the condition of its paragraph, if that has one."""
    row = match.row
    condition = CONDITION.match(row["notes"])
    if condition is None or condition["text"].startswith(f"s.{row['section']} only"):
        return True
    rest = THE_REST.search(condition["text"])
    taken = rest[1] if rest else ""
    if any(taken == other.row["para"] or _leaves(other.row, row["para"]) for other in others):
        return True
    return facts.world.ask(f"{conviction.id}: {condition['text']}", (False, True))


def _leaves(row: Row, para: str) -> bool:
    rest = THE_REST.search(row["notes"])
    return rest is not None and rest[1] == para


def _by_common_law(facts: Facts, conviction: Conviction) -> Specified | None:
    """By the title, because an offence at common law has no section."""
    title = conviction.recorded.title
    for rows in offences.schedule_15().values():
        for row in rows:
            if row["statute"].casefold() == COMMON_LAW and row["short_title"].casefold() in title:
                return _in_part(facts, int(row["part"]), row["para"], form_of(conviction))
    return None


def _by_act(facts: Facts, conviction: Conviction) -> Specified | None:
    """By Act and section, for facts that name only these; none where that does not settle it."""
    recorded = conviction.recorded
    provision = recorded.provision
    if provision is not None and provision.statute == COMMON_LAW:
        return _by_common_law(facts, conviction)
    if provision is None or recorded.hides_its_principal:
        return None
    matches = recorded.listed[offences.SCHEDULE_15]
    if not matches:
        return None if conviction.court in ABROAD and not offences.knows_statute(provision.statute) else _NOT_LISTED
    return _first_met(facts, conviction, matches) if provision.sections else None


def _first_met(facts: Facts, conviction: Conviction, matches: Sequence[Match]) -> Specified:
    live = [match for match in matches if offences.in_force(match.row, facts.as_of)]
    if not live:
        return _in_part(facts, int(matches[0].row["part"]), matches[0].row["para"])
    found = _NOT_LISTED
    for match in live:
        if not _lies_within(facts, conviction, match) or not _meets(facts, conviction, match, live):
            continue
        found = _in_part(facts, int(match.row["part"]), match.row["para"], form_of(conviction))
        if found.listed:
            return found
    return found


def _by_code(facts: Facts, conviction: Conviction) -> Specified | None:
    entry = conviction.recorded.entry
    if entry is None:
        return None
    found = _NOT_LISTED
    for part, para in entry.schedule_15:
        found = _in_part(facts, part, para, "" if "(" in para else entry.form)
        if found.listed:
            return found
    return found


def _by_paragraph(facts: Facts, conviction: Conviction) -> Specified | None:
    """By the paragraph that the record names; none where the lists do not have it and no Part is named."""
    offence = conviction.offence
    para = str(offence["sch15_para"] or "")
    if not para:
        return _NOT_LISTED
    part = str(offence.get("sch15_part") or _part_of(para))
    return _in_part(facts, int(part), para) if part.isdigit() else None


@functools.lru_cache
def _part_of(para: str) -> str:
    """The Part of a paragraph or of one of its items, or empty where the list does not have it."""
    held = offences.schedule_15()
    plain = para if para in held else para.split("(", maxsplit=1)[0]
    rows = held.get(plain) or next((rows for name, rows in held.items() if name.startswith(f"{plain}(")), ())
    return rows[0]["part"] if rows else ""


def specified(facts: Facts, conviction: Conviction) -> Specified:
    """Whether the offence is one that can make Category 2. Covers: IDENT-06."""
    offence = conviction.offence
    found = _murder(conviction) or _against_a_child(facts, conviction)
    if found is None and offence.get("sch15_para"):
        found = _by_paragraph(facts, conviction)
    found = found or _by_unnumbered(facts, conviction)
    if found is None and "sch15_para" in offence:
        found = _by_paragraph(facts, conviction)
    found = found or _by_code(facts, conviction) or _by_act(facts, conviction)
    if found is not None:
        return found
    listed = facts.world.ask(f"{conviction.id}.offence.sch15_para", (False, True))
    says = "is" if listed else "is not"
    return Specified(listed, f"The offence {says} in Schedule 15 Part 1 or 2.", "CJA 2003 Sch 15")


def _by_unnumbered(facts: Facts, conviction: Conviction) -> Specified | None:
    """An offence whose paragraph has no verified number, so that no record can name it."""
    matches = conviction.recorded.listed[offences.SCHEDULE_15]
    for match in matches:
        row = match.row
        if match.fit is Fit.YES and not row["para"]:
            _flag(facts, was_read=True, number_verified=False)
            listed, begins = offences.in_force(row, facts.as_of), row["in_force_from"]
            return Specified(listed, f"{row['short_title']} is specified from {begins}.", "CJA 2003 Sch 15 Part 1")
    return None
