"""What higher apps add to the pages of a case: entries of the timeline, panels of the overview.

`mappa.config.wiring` installs both tables when the product starts. Each function is told who reads, and gives only
what that reader may know.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mappa.accounts.models import User
from mappa.cases.models import Case
from mappa.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One entry of the timeline. `at` is a day where only the day is known.

    Args:
        kind: a value of `timeline.KINDS`, or a word of the app that adds it; what the timeline is narrowed by.
        agency: the name of the agency that did or recorded it, where that is known.
    """

    at: date | datetime
    title: str
    by: str = ""
    text: str = ""
    href: str = ""
    kind: str = ""
    agency: str = ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One part of the overview: a template and the plain values it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[Person, User, date], Iterable[Happening]]
Contributor = Callable[[Case, User, date], Panel | None]
_sources: list[Source] = []
_of_the_past: list[Source] = []
_panels: list[Contributor] = []


def wire_timeline(sources: list[Source], *, of_the_past: list[Source]) -> None:
    """Install the sources of the timeline that lie above this app.

    Args:
        of_the_past: those that are not asked about what is to come.
    """
    _sources[:], _of_the_past[:] = sources, of_the_past


def wire_overview(panels: list[Contributor]) -> None:
    """Install the panels of the overview that lie above this app, in the order they are shown."""
    _panels[:] = panels


def contributed(person: Person, actor: User, on: date, *, ahead: bool = False) -> list[Happening]:
    """What higher apps add to the timeline of a person; `ahead`: only from those that tell of days to come."""
    sources = _sources if ahead else [*_of_the_past, *_sources]
    return [happening for source in sources for happening in source(person, actor, on)]


def panels_of(case: Case, actor: User, on: date) -> list[Panel]:
    """Every panel that higher apps add to the overview of a case."""
    return [panel for contributor in _panels if (panel := contributor(case, actor, on))]
