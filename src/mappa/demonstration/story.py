"""One invented person's story as plain dated facts, before anything is written."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from mappa.demonstration.offences import Offence

DAY = timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """A day about so many months later: the story's own arithmetic, which no answer of the engine rests on."""
    return day + timedelta(days=round(months * 30.4375))


@dataclass
class Sentence:
    """One conviction or caution with its disposal."""

    offence: Offence
    on: date
    code: str
    sentenced: date
    term: int | None = None
    kind: str = "conviction"
    court: str = "crown"
    licence_end: date | None = None
    facts: dict[str, int] = field(default_factory=dict)


@dataclass
class Panel:
    """A meeting that was held, and the day its minutes went out."""

    on: date
    level: int
    kind: str
    issued: date


@dataclass
class Story:
    """Everything recorded about one person."""

    area: str
    given: str
    family: str
    sex: str
    born: date
    opened: date
    category: int
    address: str
    lead: str = "police"
    cohort: str = ""
    compartment: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    moves: list[tuple[str, date, str, dict[str, str | int | bool]]] = field(default_factory=list)
    orders: list[tuple[str, date, date | None]] = field(default_factory=list)
    breaches: list[tuple[date, str, date]] = field(default_factory=list)
    reviews: list[tuple[date, date, str]] = field(default_factory=list)
    steps: list[tuple[str, date]] = field(default_factory=list)
    levels: list[tuple[date, int]] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    risk: list[tuple[date, str]] = field(default_factory=list)
    visits: list[tuple[date, str]] = field(default_factory=list)
    leaves: date | None = None
    leaves_because: str = ""
    officer: str = ""

    def custody(self, sentenced: date, released: date) -> None:
        """Served from sentence until release, which may be the day of sentence for a term already served."""
        if released >= sentenced:
            self.moves.append(("released", released, "", {}))

    def panels_between(self, first: date, last: date, level: int, gap: int) -> None:
        """Meet on the first day and every so many days until the last, minutes a week after each."""
        day, kind = first, "initial"
        while day <= last:
            self.panels.append(Panel(day, level, kind, day + timedelta(days=6)))
            day, kind = day + timedelta(days=gap), "review"
