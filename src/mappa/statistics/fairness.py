"""Figures by group, so that it can be shown whether people are treated fairly (IDENT-35, INFO-19).

Who is counted cannot be chosen. They are the people behind the annual tables of a whole year, as they were frozen if
they were, so nobody can narrow a question down to one person.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from mappa.agencies.models import Area
from mappa.cases.presenters.frame import age_on
from mappa.determinations.models import CategoryDecision
from mappa.determinations.policy import parameter
from mappa.diversity.models import Nothing
from mappa.diversity.selectors import (
    AGE,
    ANOTHER_GROUP,
    Answer,
    Characteristic,
    characteristics,
    standing_by_person,
    standing_of_victims,
)
from mappa.kernel.models import is_one_of
from mappa.kernel.reading import wider
from mappa.people.models import Person
from mappa.statistics.hiding import Shown, shown_together
from mappa.statistics.periods import Year
from mappa.statistics.services import AnnualReport, people_behind

CELL = re.compile(r"(\w+)\.level_(\d)\.category_(\d)")
SNAPSHOT, RAISED, RETURNED = "eligible_on_snapshot", "levels_2_and_3_in_year", ("breach_of_licence", "breach_of_sopo")
UNRECORDED = "Nothing recorded"
SMALLEST, BASE = "statistics/smallest_count", "statistics/smallest_base"
Part = tuple[int, int]
"""How many something holds for, and of how many."""
OVERRIDDEN, CONFIRMED, UNDECIDED = "overridden", "confirmed", "undecided"


@dataclass(frozen=True)
class Counted:
    """Somebody counted: the group, the category, and what happened in the year."""

    group: str
    category: int
    raised: bool
    """At level 2 or 3 at some time in the year."""
    returned: bool
    decided: str


@dataclass(frozen=True)
class Rate:
    """How often something held for a group and for everybody else, in hundredths. None where it is not given."""

    group: float | None
    others: float | None

    @property
    def apart(self) -> float | None:
        """By how many hundredths the group differs from everybody else."""
        return None if self.group is None or self.others is None else round(self.group - self.others, 1)


@dataclass(frozen=True)
class Fairness:
    """The figures of one characteristic in one area and year. Nobody is named in them."""

    report: AnnualReport
    labels: dict[str, str]
    """Every characteristic of the edition, by its key."""
    asked: Characteristic
    groups: tuple[str, ...]
    categories: tuple[int, ...]
    by_category: Shown
    by_level: Shown
    by_return: Shown
    by_decision: Shown
    victims: Shown
    rates: dict[str, list[Rate]]
    """By what was compared, one rate for each group."""
    smallest: int
    base: int
    sources: tuple[str, ...]


@wider("figures")
def fairness_of(area: Area, year: Year, key: str) -> Fairness:
    """Count one characteristic over a year's snapshot.

    Raises:
        KeyError: the edition of the year names no such characteristic.
    """
    report = people_behind(area, year)
    every = characteristics(report.edition)
    asked = every[key]
    counted = _counted(report, asked)
    people = list(counted.values())
    named = [*(asked.in_figures(group) for group in asked.groups), ANOTHER_GROUP]
    groups = tuple(dict.fromkeys([*named, *map(str, Nothing.labels), UNRECORDED]))
    categories = tuple(sorted({each.category for each in people} | {1, 2, 3}))
    limits = parameter(SMALLEST, report.edition), parameter(BASE, report.edition)
    smallest, base = (limit.number for limit in limits)

    def table(name: str, values: tuple[object, ...]) -> list[list[int]]:
        return [
            [sum(1 for one in people if one.group == group and getattr(one, name) == value) for value in values]
            for group in groups
        ]

    by_category, by_level, by_return, by_decision = shown_together(
        [
            table("category", categories), table("raised", (True, False)), table("returned", (True, False)),
            table("decided", (OVERRIDDEN, CONFIRMED, UNDECIDED)),
        ],
        smallest,
    )  # fmt: skip
    return Fairness(
        report, {name: each.label for name, each in every.items()}, asked, groups, categories,
        by_category, by_level, by_return, by_decision,
        victims=_victims(report, asked, set(counted), groups, smallest),
        rates={
            "level": _rates(by_level, _first_of_two, base),
            "decision": _rates(by_decision, _first_of_two, base),
            "return": _rates(by_return, _first_of_two, base),
        },
        smallest=smallest, base=base,
        sources=(asked.source, *(f"{each.label}: {each.citation}; {each.remark}" for each in limits)),
    )  # fmt: skip


def _counted(report: AnnualReport, asked: Characteristic) -> dict[str, Counted]:
    """Everybody in the tables, by reference. The category is that of the snapshot, else of the table. Two queries."""
    tables: dict[str, dict[str, tuple[int, int]]] = {}
    for figure, references in report.behind.items():
        if found := CELL.fullmatch(figure):
            place = (int(found[2]), int(found[3]))
            tables.setdefault(found[1], {}).update(dict.fromkeys(references, place))
    snapshot, raised = tables.get(SNAPSHOT, {}), tables.get(RAISED, {})
    returned = {reference: place for name in RETURNED for reference, place in tables.get(name, {}).items()}
    places = {**returned, **raised, **snapshot}
    groups = _groups(asked, set(places), report.year.last)
    decided = _decided(set(places), report.year)
    return {
        reference: Counted(
            groups.get(reference, UNRECORDED), category, level > 1 or reference in raised, reference in returned,
            decided.get(reference, UNDECIDED),
        )
        for reference, (level, category) in places.items()
    }  # fmt: skip


def _groups(asked: Characteristic, references: set[str], on: date) -> dict[str, str]:
    if asked.key == AGE:
        born = Person.objects.filter(is_one_of("reference", references), date_of_birth__isnull=False)
        rows = born.values_list("reference", "date_of_birth")
        return {reference: asked.groups[asked.at_age(age_on(day, on))] for reference, day in rows if day}
    found = standing_by_person(references, asked.key, on)
    return {reference: _group(asked, answer) for reference, answer in found.items()}


def _group(asked: Characteristic, answer: Answer | None) -> str:
    if answer is None:
        return UNRECORDED
    return str(Nothing(answer.nothing).label) if answer.nothing else asked.in_figures(answer.group)


def _decided(references: set[str], year: Year) -> dict[str, str]:
    """Whether people changed a category that the engine proposed for somebody in the year, or confirmed each one."""
    made = CategoryDecision.objects.filter(
        is_one_of("determination__person__reference", references), at__date__range=(year.first, year.last)
    )
    rows = made.order_by("overrides").values_list("determination__person__reference", "overrides")
    return {reference: OVERRIDDEN if overrides else CONFIRMED for reference, overrides in rows}


def _victims(
    report: AnnualReport, asked: Characteristic, people: set[str], groups: Sequence[str], smallest: int
) -> Shown:
    found = [_group(asked, answer) for answer in standing_of_victims(people, asked.key, report.year.last)]
    return shown_together([[[found.count(group)] for group in groups]], smallest)[0]


def _first_of_two(row: Sequence[int | None]) -> Part | None:
    return None if row[0] is None or row[1] is None else (row[0], row[0] + row[1])


def _rates(table: Shown, part_of: Callable[[Sequence[int | None]], Part | None], base: int) -> list[Rate]:
    """For each group the part of it that something held for, and the part of everybody else.

    Not given where a number that it needs is not shown, nor on fewer people than the base.
    """
    every = part_of([*table.columns, sum(table.columns)])
    rates = []
    for row, total in zip(table.rows, table.totals, strict=True):
        mine = part_of([*row, total])
        if mine is None or every is None:
            rates.append(Rate(None, None))
            continue
        others = (every[0] - mine[0], every[1] - mine[1])
        rates.append(Rate(_in_a_hundred(mine, base), _in_a_hundred(others, base)))
    return rates


def _in_a_hundred(part: Part, base: int) -> float | None:
    return round(100 * part[0] / part[1], 1) if part[1] >= base else None
