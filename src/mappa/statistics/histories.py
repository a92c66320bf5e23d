"""The dated histories that every figure is counted from, read once and kept plain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet

from mappa.agencies.models import Area
from mappa.cases.lifecycle import CaseAction, CaseState
from mappa.cases.models import Case, CaseStep, CategoryRow, LevelRow
from mappa.determinations.detention import detaining_codes, detention_of
from mappa.kernel.models import is_one_of
from mappa.offending.models import Disposal, Movement
from mappa.offending.movements import MovementKind
from mappa.offending.whereabouts import MOVES, REMAND, SENTENCED_IN_COMMUNITY, Whereabouts, whereabouts_on
from mappa.people.models import ManagingArea
from mappa.statistics.periods import Year

T = TypeVar("T")
CATEGORY_1 = 1
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
    """One period in MAPPA. A case that was never above level 1 keeps no levels."""

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


def histories_of(area: Area, year: Year) -> dict[int, PersonHistory]:
    """Everybody the area ever managed who was in MAPPA in the year, by id, in the order of their references.

    What happened after the year is left out: no figure of the year rests on it. Six queries, however many people.
    """
    managed = ManagingArea.objects.filter(area=area, since__lte=year.last).values("person")
    left = CaseStep.objects.filter(action=CaseAction.EXIT, on__lt=year.first)
    back = CaseStep.objects.filter(action=CaseAction.REACTIVATE, on__lte=year.last)
    gone = left.exclude(case__in=back.values("case")).values("case")
    cases = Case.objects.filter(person__in=managed, opened_on__lte=year.last).exclude(pk__in=gone)
    people: dict[int, PersonHistory] = {}
    for person, reference, since, code in (
        ManagingArea.objects.filter(person__in=cases.values("person"), since__lte=year.last)
        .order_by("person__reference", "since", "pk")
        .values_list("person", "person__reference", "since", "area")
    ):
        people.setdefault(person, PersonHistory(reference)).areas.append((since, code))
    _add_cases(people, cases, year)
    _add_moves(people, year)
    return people


def _add_cases(people: dict[int, PersonHistory], cases: QuerySet[Case], year: Year) -> None:
    found: dict[int, CaseHistory] = {}
    for pk, person, on, action, state in (
        CaseStep.objects.filter(case__in=cases.values("pk"), on__lte=year.last)
        .order_by("case__opened_on", "case", "on", "pk")
        .values_list("case", "case__person", "on", "action", "state")
    ):
        if pk not in found:
            found[pk] = CaseHistory()
            people[person].cases.append(found[pk])
        # A case is left at the end of its last day, which still counts.
        found[pk].states.append((on + timedelta(days=action == CaseAction.EXIT), state))
    until = Q(is_one_of("case_id", found), since__lte=year.last)
    categories = CategoryRow.objects.filter(until).order_by("since", "pk")
    for pk, since, category in categories.values_list("case", "since", "category"):
        found[pk].categories.append((since, category))
    raised = LevelRow.objects.filter(level__gt=1, since__lte=year.last).values("case")
    levels = LevelRow.objects.filter(until, case__in=raised).order_by("since", "pk")
    for pk, since, level in levels.values_list("case", "since", "level"):
        found[pk].levels.append((since, level))


def _add_moves(people: dict[int, PersonHistory], year: Year) -> None:
    remanded = Movement.objects.filter(kind=REMAND).values("person")
    told = Q(code__in=detaining_codes()) | Q(conviction__person__in=remanded)
    disposals = Disposal.objects.filter(told, is_one_of("conviction__person_id", people), on__lte=year.last)
    for person, on, code in disposals.values_list("conviction__person", "on", "code"):
        people[person].moves.append((on, detention_of(code) or SENTENCED_IN_COMMUNITY))
    for person, on, kind, reason in (
        Movement.objects.filter(is_one_of("person_id", people), kind__in=MOVES, on__lte=year.last)
        .order_by("on", "pk")
        .values_list("person", "on", "kind", "reason")
    ):
        people[person].moves.append((on, kind))
        if kind == MovementKind.RETURNED:
            people[person].returns.append((on, reason))


@dataclass
class Notified:
    """When somebody was in category 1, whatever the year: each first day with the first day after it, if any."""

    reference: str
    areas: list[tuple[date, int]] = field(default_factory=list)
    spans: list[tuple[date, date | None]] = field(default_factory=list)

    def from_day(self, area: Area, day: date) -> bool:
        """Whether the person was in category 1 on a day or came into it later, in this area's care on that day.

        Before the first managing area is recorded it is that one's.
        """
        managed = value_on(self.areas, day) or (self.areas[0][1] if self.areas else None)
        return managed == area.pk and any(end is None or end > day for _, end in self.spans)


def notified_in(area: Area, people: Iterable[int]) -> dict[int, Notified]:
    """Those of these people whom the area ever managed and who were ever in category 1, by id. Two queries."""
    found: dict[int, Notified] = {}
    managed = ManagingArea.objects.filter(person__in=list(people)).order_by("since", "pk")
    for person, reference, since, code in managed.values_list("person", "person__reference", "since", "area"):
        found.setdefault(person, Notified(reference)).areas.append((since, code))
    here = [person for person, known in found.items() if area.pk in {code for _, code in known.areas}]
    rows = CategoryRow.objects.filter(case__person__in=here).order_by("case", "since", "pk")
    listed = list(rows.values_list("case__person", "case", "since", "category"))
    for (person, case, since, category), after in zip(listed, [*listed, None][1:], strict=True):
        if category == CATEGORY_1:
            end = after[2] if after and after[1] == case else None
            found[person].spans.append((since, end))
    return {person: found[person] for person in here if found[person].spans}
