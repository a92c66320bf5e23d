"""Where an offence stands in the schedules: by its Act and section, or by its CJS code.

The list of codes gives the paragraph of Schedule 15 but not that of Schedule 3, so that one is derived here from
the provision, for every code, also where the list does not say that it is in Schedule 3. What cannot be placed
is listed with the reason. Covers: IDENT-05, IDENT-06.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mappa_policy.offences.lists import SCHEDULE_3, SCHEDULE_15, Row, rows
from mappa_policy.offences.provisions import (
    Fit,
    Provision,
    fit_any,
    form_of,
    plain_statute,
    principal,
    read_provision,
)

POINTER = "POINTER"
ENGLAND_AND_WALES, NORTHERN_IRELAND = "E&W", "Northern Ireland"
FORM_OF_LETTER = {"A": "attempt", "B": "aiding", "C": "conspiracy", "I": "incitement"}
# Attempting murder and the like, which the list of codes gives as paragraph 65 without its item.
ATTEMPT_OF_MURDER, ITEM_OF_FORM = "65", {"attempt": "65(1)", "conspiracy": "65(2)", "incitement": "65(3)"}


@dataclass(frozen=True, slots=True)
class Match:
    """A row of a list with how surely the offence lies within it."""

    row: Row
    fit: Fit


@dataclass(frozen=True, slots=True)
class OffenceEntry:
    """What a CJS offence code is known to stand for. A code may be in both schedules.

    Args:
        provision: the text of the list, as it stands.
        form: attempt, conspiracy, incitement or aiding, or empty.
        schedule_15: part and paragraph, as the list gives them.
        schedule_3: paragraphs, derived from the provision.
        schedule_19za: paragraphs, derived from the provision.
        in_schedule_3: whether the list of codes says that it is in Schedule 3.
        why_not: why a code that the list puts in Schedule 3 has no paragraph there, or empty.
    """

    code: str
    provision: str
    form: str
    schedule_15: tuple[tuple[int, str], ...]
    schedule_3: tuple[str, ...]
    schedule_19za: tuple[str, ...]
    in_schedule_3: bool
    why_not: str


FILES = {
    SCHEDULE_15: "offences_schedule15_cja2003",
    SCHEDULE_3: "offences_schedule3_soa2003",
    "CJA2003-19ZA": "offences_schedule19za_cja2003",
    "CJA2003-327": "offences_s327_additional",
}
SCHEDULE_19ZA, SECTION_327 = "CJA2003-19ZA", "CJA2003-327"


@functools.cache
def _by_statute(schedule: str) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows(FILES[schedule]):
        if row["statute"] and row.get("rule_code") != POINTER:
            key = plain_statute(row["statute"])
            found[key] = (*found.get(key, ()), row)
    return found


@functools.cache
def _readings(schedule: str) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows("provision_readings"):
        if row["schedule"] == schedule:
            key = plain_statute(row["statute"])
            found[key] = (*found.get(key, ()), row)
    return found


def _read_as(schedule: str, provision: Provision) -> tuple[str, ...]:
    """The paragraphs that a stated reading gives for this provision, before any comparing."""
    return tuple(
        reading["paragraph"]
        for reading in _readings(schedule).get(provision.statute, ())
        if any(said == reading["section"] or said.startswith(f"{reading['section']}(") for said in provision.sections)
    )


@functools.cache
def listed_under(schedule: str, provision: Provision) -> tuple[Match, ...]:
    """The rows of a list that the provision lies within, or may lie within; the sure ones alone where there are any.

    Args:
        schedule: ``SCHEDULE_15``, ``SCHEDULE_3``, ``SCHEDULE_19ZA`` or ``SECTION_327``.
    """
    held = _by_statute(schedule).get(provision.statute, ())
    if read := _read_as(schedule, provision):
        return tuple(Match(row, Fit.YES) for row in held if row["para"] in read)
    tried = [Match(row, fit_any(row["section"], provision.sections)) for row in held]
    sure = tuple(match for match in tried if match.fit is Fit.YES)
    return sure or tuple(match for match in tried if match.fit is Fit.PERHAPS)


@functools.cache
def knows_statute(statute: str) -> bool:
    """Whether any list names an offence of that Act."""
    return any(plain_statute(statute) in _by_statute(schedule) for schedule in FILES)


def of_jurisdiction(matches: Iterable[Match], jurisdiction: str) -> tuple[Match, ...]:
    """Of rows for one offence in two parts of the United Kingdom, those of this part; else all."""
    held = tuple(matches)
    return tuple(match for match in held if match.row["jurisdiction"] == jurisdiction) or held


def _paragraphs(schedule: str, provisions: Iterable[Provision], jurisdiction: str = "") -> tuple[str, ...]:
    found: dict[str, None] = {}
    for provision in provisions:
        matches = listed_under(schedule, provision)
        for match in of_jurisdiction(matches, jurisdiction) if jurisdiction else matches:
            if match.fit is Fit.YES:
                found[match.row["para"]] = None
    return tuple(found)


def schedule_3_of(provision: str) -> tuple[str, ...]:
    """The paragraphs of Schedule 3 that the text of a provision belongs to, in England and Wales."""
    return _paragraphs(SCHEDULE_3, principal(read_provision(provision)), ENGLAND_AND_WALES)


def schedule_19za_of(provision: str) -> tuple[str, ...]:
    """The paragraphs of Schedule 19ZA that the text of a provision belongs to."""
    return _paragraphs(SCHEDULE_19ZA, principal(read_provision(provision)))


Grouped = Mapping[str, list[Row]]


def _principal_text(code: str, grouped: Grouped) -> str:
    """The provision of a code; of an attempt or the like whose own names only the form, that of its principal."""
    text = grouped[code][0]["provision"] if code in grouped else ""
    if principal(read_provision(text)) or not code[-1:].isalpha():
        return text
    return _principal_text(code[:-1], grouped)


def _why_not(text: str) -> str:
    if not text.strip():
        return "The list gives no provision, and no principal code gives one."
    named = "; ".join(
        f"{one.statute} s.{', '.join(one.sections)}" if one.sections else one.statute for one in read_provision(text)
    )
    return f"Schedule 3 lists no offence under {named}." if named else "The provision names no Act."


def _schedule_15(held: list[Row], form: str) -> tuple[tuple[int, str], ...]:
    found = []
    for row in held:
        if row["schedule"] == SCHEDULE_15:
            para = row["paragraph"]
            found.append((int(row["part"]), ITEM_OF_FORM.get(form, para) if para == ATTEMPT_OF_MURDER else para))
    return tuple(found)


@functools.cache
def _grouped() -> Grouped:
    grouped: dict[str, list[Row]] = {}
    for row in rows("cjs_offence_schedules"):
        grouped.setdefault(row["cjs_code"], []).append(row)
    return grouped


@functools.cache
def _entry(code: str) -> OffenceEntry:
    grouped = _grouped()
    held = grouped[code]
    own, text = held[0]["provision"], _principal_text(code, grouped)
    letter = code[-1:] if code[-1:].isalpha() else ""
    form = form_of(read_provision(own)) or FORM_OF_LETTER.get(letter, "")
    placed = schedule_3_of(text)
    listed = any(row["schedule"] == SCHEDULE_3 for row in held)
    return OffenceEntry(
        code=code,
        provision=own,
        form=form,
        schedule_15=_schedule_15(held, form),
        schedule_3=placed,
        schedule_19za=schedule_19za_of(text),
        in_schedule_3=listed,
        why_not=_why_not(text) if listed and not placed else "",
    )


_CODE = re.compile(r"[^A-Z0-9]")


def by_cjs_code(code: str) -> OffenceEntry | None:
    """What the lists say about a CJS offence code, or none where the code is in neither schedule's list."""
    plain = _CODE.sub("", code.upper())
    return _entry(plain) if plain in _grouped() else None


def every_code() -> tuple[OffenceEntry, ...]:
    """Every code of the list, in the order of the list."""
    return tuple(_entry(code) for code in _grouped())


def unplaced() -> tuple[OffenceEntry, ...]:
    """Codes that the list puts in a schedule and that have no paragraph there; each says why."""
    return tuple(entry for entry in every_code() if entry.why_not)


def counts() -> dict[str, int]:
    """How many rows and codes the list has, and how many have their paragraph."""
    entries = every_code()
    return {
        "offence_rows": len(rows("cjs_offence_schedules")),
        "offence_codes": len(entries),
        "codes_in_schedule_15": sum(bool(entry.schedule_15) for entry in entries),
        "codes_in_schedule_3": sum(bool(entry.schedule_3) for entry in entries),
        "codes_in_schedule_19za": sum(bool(entry.schedule_19za) for entry in entries),
        "codes_not_placed": len(unplaced()),
    }
