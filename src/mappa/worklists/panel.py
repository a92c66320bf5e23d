"""What a panel of a home is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from mappa.accounts.models import User
from mappa.agencies.selectors import edition_on
from mappa.govuk.presenters import Link, Tag
from mappa.people.models import Person

LINES = 6


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


def named(person: Person) -> str:
    """A person as a home names them: the reference and the name."""
    return f"{person.reference} {person.family_name.upper()}, {person.given_names}"
