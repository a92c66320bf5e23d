"""The statutory offence lists, as data: which offence is in which schedule and paragraph, on what condition.

The lists say how each row was established; nothing here decides a case.
"""

import csv
import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy.reading import HERE

FOLDER = HERE / "offences"
SCHEDULE_15 = "CJA2003-15"
SCHEDULE_3 = "SOA2003-3"


@dataclass(frozen=True, slots=True)
class OffenceEntry:
    """What a CJS offence code is known to stand for. A code may be in both schedules."""

    code: str
    provision: str
    schedule_15: tuple[tuple[int, str], ...]
    schedule_3: tuple[str, ...]
    in_schedule_3: bool


@functools.cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one list, as they stand in the file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@functools.cache
def schedule_15() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """Schedule 15 CJA 2003 by paragraph; a paragraph omitted and inserted again has two rows."""
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for row in rows("offences_schedule15_cja2003"):
        found[row["para"]] = (*found.get(row["para"], ()), row)
    return found


@functools.cache
def schedule_3() -> Mapping[str, Mapping[str, str]]:
    """Schedule 3 SOA 2003 by paragraph; every row of a paragraph has the same condition."""
    found: dict[str, Mapping[str, str]] = {}
    for row in rows("offences_schedule3_soa2003"):
        found.setdefault(row["para"], row)
    return found


@functools.cache
def schedule_3_by_provision() -> Mapping[tuple[str, str], str]:
    """Schedule 3 paragraph by Act and section, for facts that name only these."""
    return {
        (row["statute"].casefold(), row["section"]): row["para"]
        for row in rows("offences_schedule3_soa2003")
        if row["statute"] and row["rule_code"] != "POINTER"
    }


def schedule_15_by_provision(statute: str, section: str) -> tuple[Mapping[str, str], ...]:
    """Schedule 15 rows of that Act and section, whatever condition they carry."""
    wanted = (statute.casefold(), section)
    return tuple(
        row for row in rows("offences_schedule15_cja2003") if (row["statute"].casefold(), row["section"]) == wanted
    )


@functools.cache
def terrorist_offences() -> frozenset[str]:
    """Paragraphs of Schedule 19ZA CJA 2003, Parts 1 and 2."""
    return frozenset(row["para"] for row in rows("offences_schedule19za_cja2003"))


@functools.cache
def terrorist_provisions() -> frozenset[tuple[str, str]]:
    """Act and section of every row of Schedule 19ZA CJA 2003."""
    return frozenset((row["statute"], row["section"]) for row in rows("offences_schedule19za_cja2003"))


def date_of(row: Mapping[str, str], key: str) -> dt.date | None:
    """A date of a row, or none where the row does not limit it."""
    return dt.date.fromisoformat(row[key]) if row.get(key) else None


_PROVISION = re.compile(r"(?P<sections>.*?) of (?:and Schedule \d+ to )?(?:the )?(?P<statute>[A-Z].*? (?:19|20)\d\d)")
_SECTION = re.compile(r"(?:ss?\.|\band |, )(\d+[A-Z]{0,2})(\([^ ]*)?")


def _paragraphs(provision: str) -> tuple[str, ...]:
    """The paragraphs of Schedule 3 that a provision belongs to.

    Section 13 of the 2003 Act is charged together with the section of the act done ("ss.9(1) and 13"); its
    own paragraph is the one that counts. An attempt or a conspiracy follows its principal (paragraph 94).
    """
    found = _PROVISION.match(provision)
    if found is None:
        return ()
    statute = found["statute"].replace("  ", " ").casefold()
    known = schedule_3_by_provision()
    sections = [(part[0], f"{part[0]}{part[1]}") for part in _SECTION.findall(found["sections"])]
    if any(plain == "13" for plain, _ in sections) and statute == "sexual offences act 2003":
        return (known[statute, "13"],)
    hits: list[str] = []
    for plain, exact in sections:
        for section, para in ((row[1], para) for row, para in known.items() if row[0] == statute):
            fits = section == plain or (section.startswith(f"{plain}(") and exact.startswith(section))
            if fits and para not in hits:
                hits.append(para)
    return tuple(hits)


def _in_schedule_3(held: list[Mapping[str, str]]) -> bool:
    return any(row["schedule"] == SCHEDULE_3 for row in held)


def _of_code(code: str, grouped: Mapping[str, list[Mapping[str, str]]]) -> tuple[str, ...]:
    """The paragraphs of a code; where its provision names only the attempt, those of the principal code."""
    own = dict.fromkeys(
        para for row in grouped.get(code, ()) if row["schedule"] == SCHEDULE_3 for para in _paragraphs(row["provision"])
    )
    if own or not code[-1:].isalpha():
        return tuple(own)
    return _of_code(code[:-1], grouped)


@functools.cache
def _by_code() -> Mapping[str, OffenceEntry]:
    grouped: dict[str, list[Mapping[str, str]]] = {}
    for row in rows("cjs_offence_schedules"):
        grouped.setdefault(row["cjs_code"], []).append(row)
    return {
        code: OffenceEntry(
            code=code,
            provision=held[0]["provision"],
            schedule_15=tuple((int(row["part"]), row["paragraph"]) for row in held if row["schedule"] == SCHEDULE_15),
            schedule_3=_of_code(code, grouped) if _in_schedule_3(held) else (),
            in_schedule_3=_in_schedule_3(held),
        )
        for code, held in grouped.items()
    }


def by_cjs_code(code: str) -> OffenceEntry | None:
    """What the lists say about a CJS offence code, or none where the code is in neither schedule's list."""
    return _by_code().get(code.strip().upper())
