"""The annual tables, each figure kept as the list of people behind it (STATS-02 to STATS-11)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from mappa.agencies.models import Area
from mappa.kernel.decisions import NotPossible
from mappa.statistics.histories import PersonHistory, value_on
from mappa.statistics.periods import Year

ONCE_AT_LAST_LEVEL = "once, at the last level held"
ONCE_PER_LEVEL = "once for each level reached"
TOTAL = "total"


@dataclass
class Table:
    """A table of levels by categories. A cell that cannot apply is None, and prints as a dash."""

    name: str
    levels: tuple[int, ...]
    categories: tuple[int, ...]
    cannot_be: frozenset[tuple[int, int]] = frozenset()
    cells: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)
    """Counted in no cell: at one of the levels, but in no category that has a column."""

    def add(self, level: int, category: int | None, reference: str) -> None:
        """Count one person, or one event of a person, in a cell."""
        if level not in self.levels:
            return
        if category in self.categories:
            self.cells.setdefault((level, category), []).append(reference)
        else:
            self.unplaced.append(reference)

    def figure(self, level: int | None, category: int | None) -> int | None:
        """The number in a cell, or None where it cannot apply. None for a level or category stands for the total."""
        rows = self.levels if level is None else (level,)
        columns = self.categories if category is None else (category,)
        if all((row, column) in self.cannot_be for row in rows for column in columns):
            return None
        return sum(
            len(references)
            for (row, column), references in self.cells.items()
            if level in {None, row} and category in {None, column}
        )

    def rows(self) -> list[tuple[str, dict[str, int | None]]]:
        """Each row with its figures, totals last."""
        lines = [(f"level_{level}", level) for level in self.levels] + [(TOTAL, None)]
        columns = [(f"category_{category}", category) for category in self.categories] + [(TOTAL, None)]
        return [(key, {name: self.figure(level, category) for name, category in columns}) for key, level in lines]


def eligible_on_snapshot(
    people: Iterable[PersonHistory], area: Area, year: Year, *, categories: tuple[int, ...], no_level_1: frozenset[int]
) -> Table:
    """Everybody in MAPPA and living in the community on the last day of the year (STATS-02, 03).

    Args:
        no_level_1: categories that are never managed at level 1, from the edition.
    """
    table = Table("eligible_on_snapshot", (1, 2, 3), categories, frozenset((1, category) for category in no_level_1))
    for person in people:
        case = person.case_on(year.last)
        if case and person.managed_by(area, year.last) and person.in_community(year.last):
            table.add(value_on(case.levels, year.last) or 1, value_on(case.categories, year.last), person.reference)
    return table


def levels_2_and_3_in_year(
    people: Iterable[PersonHistory], area: Area, year: Year, *, categories: tuple[int, ...], rule: str
) -> Table:
    """People managed at level 2 or 3 at any time in the year (STATS-04), counted by the edition's rule (STATS-05).

    Raises:
        NotPossible: the edition names a rule that is not one of the two here, so nothing may be counted.
    """
    if rule not in {ONCE_AT_LAST_LEVEL, ONCE_PER_LEVEL}:
        raise NotPossible(
            f"The edition counts people at two levels “{rule}”, which this report cannot do, so nothing was counted. "
            f"Write “{ONCE_AT_LAST_LEVEL}” or “{ONCE_PER_LEVEL}” in statistics/level_counting_rule."
        )
    table = Table("levels_2_and_3_in_year", (2, 3), categories)
    for person in people:
        held = sorted(
            (until, level, value_on(case.categories, until))
            for case in person.cases
            if any(level in table.levels for _, level in case.levels)
            for until, level in case.spans(year.first, year.last)
            if level in table.levels and person.managed_by(area, until)
        )
        counted = {level: (level, category) for _, level, category in held}
        if rule == ONCE_AT_LAST_LEVEL:
            counted = {0: held[-1][1:]} if held else {}
        for level, category in counted.values():
            table.add(level, category, person.reference)
    return table


def returned_to_custody(
    people: Iterable[PersonHistory], area: Area, year: Year, *, categories: tuple[int, ...], reason: str, name: str,
    only: tuple[int, ...] = (),
) -> Table:  # fmt: skip
    """Returns to custody at level 2 or 3, counted as events at the level and category of that day (STATS-10).

    Args:
        only: the categories to which the table can apply at all; empty means every one.
    """
    dashes = frozenset(
        (level, category) for level in (2, 3) for category in categories if only and category not in only
    )
    table = Table(name, (2, 3), categories, dashes)
    for person in people:
        for on, why in person.returns:
            case = person.case_on(on)
            if on in year and why == reason and case and person.managed_by(area, on):
                category = value_on(case.categories, on)
                if not only or category in only:
                    table.add(value_on(case.levels, on) or 1, category, person.reference)
    return table


def category_1_on(person: PersonHistory, area: Area, day: date) -> bool:
    """Whether the person was in category 1 and managed by the area on a day."""
    case = person.case_on(day)
    return bool(case and value_on(case.categories, day) == 1 and person.managed_by(area, day))
