"""Finds an offence for a person who types: by CJS code, by words of its title, or by Act and section."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from mappa_policy.offences.lists import SCHEDULE_3, SCHEDULE_15, Row, rows, was_read
from mappa_policy.offences.placing import (
    FILES,
    POINTER,
    SCHEDULE_19ZA,
    SECTION_327,
    OffenceEntry,
    by_cjs_code,
    every_code,
    listed_under,
)
from mappa_policy.offences.provisions import Fit, fit_any, plain_statute, read_provision, sections_of

NAMES = {
    SCHEDULE_15: "Schedule 15",
    SCHEDULE_3: "Schedule 3",
    SCHEDULE_19ZA: "Schedule 19ZA",
    SECTION_327: "section 327",
}
MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One offence of one list.

    Args:
        where: the schedule and paragraph, or the subsection of section 327; empty for a code in no list.
        code: the CJS code asked for, where one was.
        was_read: whether the law of the row was read, and not recalled.
    """

    title: str
    statute: str
    section: str
    where: str
    condition: str = ""
    code: str = ""
    provision: str = ""
    was_read: bool = True

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def _where(schedule: str, row: Row) -> str:
    if schedule == SECTION_327:
        return row["provision"]
    part = f" Part {row['part']}" if schedule == SCHEDULE_15 else ""
    return f"{NAMES[schedule]}{part} paragraph {row['para'] or '(number not verified)'}"


def _condition(row: Row) -> str:
    return row.get("condition_text") or row.get("condition") or row.get("notes") or ""


def _found(schedule: str, row: Row, entry: OffenceEntry | None = None) -> Found:
    return Found(
        title=row["short_title"],
        statute=row["statute"],
        section=row["section"],
        where=_where(schedule, row),
        condition=_condition(row),
        code=entry.code if entry else "",
        provision=entry.provision if entry else "",
        was_read=was_read(row),
    )


def _of_code(entry: OffenceEntry) -> Iterable[Found]:
    paragraphs = (
        (SCHEDULE_15, {para for _, para in entry.schedule_15}),
        (SCHEDULE_3, set(entry.schedule_3)),
        (SCHEDULE_19ZA, set(entry.schedule_19za)),
    )
    for schedule, wanted in paragraphs:
        held = [row for row in _rows(schedule) if row["para"] in wanted]
        own = [row for row in held if _names(row, entry)]
        yield from (_found(schedule, row, entry) for row in own or held)
    if entry.why_not:
        yield Found("", "", "", "", entry.why_not, entry.code, entry.provision)


def _names(row: Row, entry: OffenceEntry) -> bool:
    return any(
        match.row is row
        for provision in read_provision(entry.provision)
        for schedule in FILES
        for match in listed_under(schedule, provision)
    )


@functools.cache
def _rows(schedule: str) -> tuple[Row, ...]:
    return tuple(
        row
        for row in rows(FILES[schedule])
        if row.get("rule_code") != POINTER and (row["statute"] or row["short_title"]) and row.get("status") != "omitted"
    )


def _by_provision(text: str) -> Iterable[Found]:
    for provision in read_provision(text):
        if provision.sections:
            for schedule in FILES:
                yield from (_found(schedule, match.row) for match in listed_under(schedule, provision))


def _names_section(row: Row, word: str) -> bool:
    said = sections_of(word.upper().removeprefix("S."))
    return bool(said) and fit_any(row["section"], said) is not Fit.NO


def _by_words(text: str) -> Iterable[Found]:
    """Rows that hold every word asked for, in title, Act or section; those that begin with the text come first."""
    wanted = plain_statute(text).split()
    held: list[tuple[bool, int, Found]] = []
    for schedule in FILES:
        for row in _rows(schedule):
            words = " ".join((plain_statute(row["short_title"]), plain_statute(row["statute"])))
            if wanted and all(word in words or _names_section(row, word) for word in wanted):
                held.append((not words.startswith(" ".join(wanted)), len(held), _found(schedule, row)))
    return (found for _, _, found in sorted(held, key=lambda one: one[:2]))


def find(text: str, *, limit: int = MOST) -> tuple[Found, ...]:
    """Offences by what a person types: a CJS code or its beginning, an Act with a section, or words of a title.

    Args:
        text: ``SX03001``, ``s.3 of the Sexual Offences Act 2003``, or ``voyeurism``.
        limit: the most to give.

    Gives nothing where no list has it. That is no answer about the offence: it is kept as text.
    """
    entry = by_cjs_code(text)
    if entry is not None:
        return tuple(_of_code(entry))[:limit]
    exact = tuple(dict.fromkeys(_by_provision(text)))
    if exact:
        return exact[:limit]
    words = tuple(dict.fromkeys(_by_words(text)))
    if words:
        return words[:limit]
    start = text.strip().upper()
    near = (one for one in every_code() if len(start) > 1 and one.code.startswith(start))
    return tuple(found for each in near for found in _of_code(each))[:limit]
