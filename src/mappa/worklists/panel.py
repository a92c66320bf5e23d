"""What a panel of a home is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from mappa.accounts.models import User
from mappa.agencies.selectors import edition_on
from mappa.determinations.labels import level_words
from mappa.govuk.presenters import Link, Tag
from mappa.people.models import Person

LINES = 6
FORTNIGHT = timedelta(days=14)
T = TypeVar("T")


@dataclass
class Panel:
    """One question answered: how many, the first few, and where the rest is."""

    title: str
    count: int
    lines: list[tuple[Link | str, str, Tag | None]]
    empty: str
    more: str = ""
    urgent: int = 0
    people: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Today:
    """Whose home it is, and when."""

    actor: User
    on: date
    at: datetime
    answers: dict[Any, Any] = field(default_factory=dict, compare=False)

    def once(self, question: Callable[["Today"], T]) -> T:
        """The answer to what several panels of one home ask together."""
        if question not in self.answers:
            self.answers[question] = question(self)
        answer: T = self.answers[question]
        return answer

    @cached_property
    def edition(self) -> str:
        """The edition that the actor's area works to on that day, asked for once."""
        return edition_on(self.actor.area, self.on)


Maker = Callable[[Today], Panel | None]


def few(rows: QuerySet[Any], urgent: Q | None = None) -> tuple[list[Any], int, int]:
    """The first rows, how many there are and how many of them are urgent: one query."""
    counts: dict[str, Any] = {"in_all": Window(Count("pk"))}
    if urgent is not None:
        counts["pressing"] = Window(Count("pk", filter=urgent))
    first = list(rows.annotate(**counts)[:LINES])
    return (first, first[0].in_all, getattr(first[0], "pressing", 0)) if first else ([], 0, 0)


def few_of_each(
    lists: Mapping[str, QuerySet[Any]], *columns: str, urgent: Q | None = None
) -> dict[str, tuple[list[Any], int, int]]:
    """The first rows of several lists, how many each holds and how many of those are urgent: one query.

    Args:
        lists: of one model, annotated alike and in the same order; of several models where columns are named.
        columns: what of each row, of one kind in every list; the rows themselves where none is named.
    """
    found: dict[str, list[Any]] = {name: [] for name in lists}
    each = []
    for name, rows in lists.items():
        counted = rows.annotate(
            of_list=Value(name),
            in_order=Window(RowNumber(), order_by=rows.query.order_by),
            in_all=Window(Count("pk")),
            pressing=Window(Count("pk", filter=urgent)) if urgent else Value(0),
        )
        marks = ("of_list", "in_order", "in_all", "pressing")
        each.append((counted.values_list(*columns, *marks, named=True) if columns else counted)[:LINES])
    for row in each[0].union(*each[1:], all=True) if each else ():
        found[row.of_list].append(row)
    return {
        name: (sorted(rows, key=attrgetter("in_order")), *((rows[0].in_all, rows[0].pressing) if rows else (0, 0)))
        for name, rows in found.items()
    }


def how_many(lists: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of several lists holds: one query."""
    each = [
        rows.order_by().annotate(of_list=Value(name)).values("of_list").annotate(held=Count("pk"))
        for name, rows in lists.items()
    ]
    return {row["of_list"]: row["held"] for row in each[0].union(*each[1:], all=True)} if each else {}


def level_of(today: Today, level: int | None) -> str:
    """A level in the words of the area's edition (EDITION-05)."""
    return level_words(level, today.edition) if level else "Level not said"


def named(person: Person) -> str:
    """A person as a home names them: the reference and the name."""
    return f"{person.reference} {person.family_name.upper()}, {person.given_names}"
