"""The dated histories that every figure is counted from, read once and kept plain."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from mappa.agencies.models import Area
from mappa.cases.lifecycle import CaseAction, CaseState
from mappa.cases.models import Case, CaseStep, CategoryRow, LevelRow
from mappa.determinations.detention import detention_of
from mappa.offending.models import Disposal, Movement
from mappa.offending.whereabouts import Whereabouts, whereabouts_on
from mappa.people.models import ManagingArea, Person

T = TypeVar("T")
Rows = Sequence[tuple[date, T]]


def value_on(rows: Rows[T], day: date) -> T | None:
    """The value of the last row that began on or before a day. Rows are in order of day, then of recording."""
    held = None
    for since, value in rows:
        if since > day:
            break
        held = value
    return held


@dataclass
class CaseHistory:
    """One period in MAPPA."""

    states: list[tuple[date, str]] = field(default_factory=list)
    categories: list[tuple[date, int | None]] = field(default_factory=list)
    levels: list[tuple[date, int]] = field(default_factory=list)

    def open_on(self, day: date) -> bool:
        """Whether the person is in MAPPA under this case on a day."""
        return value_on(self.states, day) == CaseState.OPEN

    def spans(self, first: date, last: date) -> Iterable[tuple[date, int]]:
        """Each level held in the days from first to last (both included), with the last day on which it was held.

        In the order of those days. A day counts only while the case is open.
        """
        turns = sorted({first, *(day for day, _ in (*self.states, *self.levels) if first < day <= last)})
        for day, following in zip(turns, [*turns[1:], None], strict=True):
            level = value_on(self.levels, day)
            if level and self.open_on(day):
                until = last if following is None else date.fromordinal(following.toordinal() - 1)
                yield until, level


@dataclass
class PersonHistory:
    """Everything about one person that a published figure may rest on."""

    reference: str
    areas: list[tuple[date, int]] = field(default_factory=list)
    cases: list[CaseHistory] = field(default_factory=list)
    moves: list[tuple[date, str]] = field(default_factory=list)
    returns: list[tuple[date, str]] = field(default_factory=list)

    def managed_by(self, area: Area, day: date) -> bool:
        """Whether the area manages the person on a day."""
        return value_on(self.areas, day) == area.pk

    def case_on(self, day: date) -> CaseHistory | None:
        """The case that is open on a day."""
        return next((case for case in reversed(self.cases) if case.open_on(day)), None)

    def in_community(self, day: date) -> bool:
        """Whether the person lives in the community on a day (STATS-03)."""
        return whereabouts_on(day, self.moves) is Whereabouts.COMMUNITY


def histories_of(area: Area) -> dict[int, PersonHistory]:
    """The history of everybody the area ever managed, by the person's id. Eight queries, however many people."""
    ids = set(ManagingArea.objects.filter(area=area).values_list("person", flat=True))
    people = {
        pk: PersonHistory(reference)
        for pk, reference in Person.objects.filter(pk__in=ids).order_by("reference").values_list("pk", "reference")
    }
    for person, since, code in (
        ManagingArea.objects.filter(person__in=ids).order_by("since").values_list("person", "since", "area")
    ):
        people[person].areas.append((since, code))
    _add_cases(people)
    _add_moves(people)
    return people


def _add_cases(people: dict[int, PersonHistory]) -> None:
    cases: dict[int, CaseHistory] = defaultdict(CaseHistory)
    for pk, person in Case.objects.filter(person__in=people).order_by("opened_on", "pk").values_list("pk", "person"):
        people[person].cases.append(cases[pk])
    for pk, on, action, state in (
        CaseStep.objects.filter(case__in=cases).order_by("on", "pk").values_list("case", "on", "action", "state")
    ):
        # A case is left at the end of its last day, which still counts.
        cases[pk].states.append((on + timedelta(days=action == CaseAction.EXIT), state))
    for pk, since, category in (
        CategoryRow.objects.filter(case__in=cases).order_by("since", "pk").values_list("case", "since", "category")
    ):
        cases[pk].categories.append((since, category))
    for pk, since, level in (
        LevelRow.objects.filter(case__in=cases).order_by("since", "pk").values_list("case", "since", "level")
    ):
        cases[pk].levels.append((since, level))


def _add_moves(people: dict[int, PersonHistory]) -> None:
    for person, on, code in Disposal.objects.filter(conviction__person__in=people).values_list(
        "conviction__person", "on", "code"
    ):
        detained = detention_of(code)
        if detained:
            people[person].moves.append((on, detained))
    for person, on, kind, reason in (
        Movement.objects.filter(person__in=people).order_by("on", "pk").values_list("person", "on", "kind", "reason")
    ):
        people[person].moves.append((on, kind))
        if kind == "returned_to_custody":
            people[person].returns.append((on, reason))
