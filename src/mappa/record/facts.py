"""What holds about somebody now, from the tables of several apps in one query, for the first page of the record."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, DateField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from mappa.cases.models import Case, CategoryRow, CriticalMark, LeadAgencyRow, LevelRow
from mappa.determinations.detention import detention_of
from mappa.offending.models import Disposal, Movement, Order
from mappa.offending.whereabouts import MOVES, Whereabouts, on_remand, whereabouts_on
from mappa.people.models import Address, Person

NOTHING = Value("", output_field=TextField())


class Fact(NamedTuple):
    """One dated row of one table. Both days are included; no `until` is no end. What a table lacks is blank."""

    source: str
    pk: int
    since: date
    until: date | None
    first: str
    second: str
    third: str
    fourth: str


def facts_of(person: Person, case: Case | None) -> dict[str, list[Fact]]:
    """The histories that the first page rests on, by source and each the oldest first. One query."""
    own = {"person": person}
    sources = [
        _rows("address", Address.objects.filter(**own), "since", "text", "kind", until="until"),
        _rows("movement", Movement.objects.filter(**own), "on", "kind", "reason"),
        _rows("sentence", Disposal.objects.filter(conviction__person=person), "on", "code"),
        _rows("order", Order.objects.filter(**own), "on", "kind", "prohibitions", "ended_on", until="until"),
    ]
    if case:
        held = {"case": case}
        sources += [
            _rows("category", CategoryRow.objects.filter(**held), "since", "category", "basis"),
            _rows("level", LevelRow.objects.filter(**held), "since", "level", "decided_by", "rationale", "meeting"),
            _rows("critical", CriticalMark.objects.filter(**held), "since", "critical", "reason", "by"),
            _rows("lead", LeadAgencyRow.objects.filter(**held), "since", "agency__name", "reason"),
        ]
    found: dict[str, list[Fact]] = {}
    for row in sources[0].union(*sources[1:], all=True):
        fact = Fact(*row)
        found.setdefault(fact.source, []).append(fact)
    for rows in found.values():
        rows.sort(key=lambda fact: (fact.since, fact.pk))
    return found


def _rows(source: str, rows: QuerySet[Any], day: str, *texts: str, until: str = "") -> QuerySet[Any, Any]:
    words = [Coalesce(Cast(F(name), TextField()), NOTHING, output_field=TextField()) for name in texts]
    words += [NOTHING] * (4 - len(words))
    ends = Cast(F(until) if until else Value(None), DateField())
    return (
        rows.order_by()
        .annotate(
            the_source=Value(source, output_field=CharField()), the_pk=Cast("pk", BigIntegerField()),
            the_day=Cast(day, DateField()), the_end=ends, the_first=words[0], the_second=words[1], the_third=words[2],
            the_fourth=words[3],
        )
        .values_list("the_source", "the_pk", "the_day", "the_end", "the_first", "the_second", "the_third",
                     "the_fourth")
    )  # fmt: skip


def holding(rows: Iterable[Fact], on: date) -> Fact | None:
    """The last row that has begun by a day; None before the first."""
    return next((fact for fact in reversed(list(rows)) if fact.since <= on), None)


def where_on(facts: dict[str, list[Fact]], on: date) -> tuple[Whereabouts, date | None, bool]:
    """Where the person is on a day, since when as far as recorded, and whether it is a remand."""
    sentences = [(fact.since, detention_of(fact.first)) for fact in facts.get("sentence", [])]
    moves = [(day, kind) for day, kind in sentences if kind]
    moves += [(fact.since, fact.first) for fact in facts.get("movement", [])]
    moves = sorted((move for move in moves if move[0] <= on), key=lambda move: move[0])
    here = whereabouts_on(on, moves)
    since = None
    for day, kind in moves:
        if MOVES.get(kind) is here:
            since = since or day
        elif kind in MOVES:
            since = None
    return here, since, on_remand(on, moves)


def in_community_on(people: Collection[int], on: date) -> set[int]:
    """Those of some people who are in the community on a day, as far as recorded. Two queries, however many."""
    moves: dict[int, list[tuple[date, str]]] = {person: [] for person in people}
    sentences = Disposal.objects.filter(conviction__person__in=people, on__lte=on)
    for person, day, code in sentences.values_list("conviction__person", "on", "code"):
        if detained := detention_of(code):
            moves[person].append((day, detained))
    moved = Movement.objects.filter(person__in=people, on__lte=on).order_by("on", "pk")
    for person, day, kind in moved.values_list("person", "on", "kind"):
        moves[person].append((day, kind))
    in_order = {person: sorted(told, key=lambda move: move[0]) for person, told in moves.items()}
    return {person for person, told in in_order.items() if whereabouts_on(on, told) is Whereabouts.COMMUNITY}
