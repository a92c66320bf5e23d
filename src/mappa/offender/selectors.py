"""One door to the offender's own part, and who has not been told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from mappa.accounts.models import User
from mappa.cases.models import Case
from mappa.cases.selectors import open_cases_visible_to
from mappa.determinations import policy
from mappa.kernel.models import is_one_of
from mappa.meetings.models import Meeting
from mappa.offender.models import DisclosureOfMappa, Representation, Told, ToldKind, Withholding
from mappa.people.models import Person

TELLERS = "offender/tellers"


def told_of(person: Person) -> QuerySet[Told]:
    """Everything that somebody, whom the reader may know of, was told: the newest first."""
    rows: QuerySet[Told] = Told.objects.filter(person=person)
    return rows.select_related("meeting").order_by("-on", "-pk")


def withholdings_of(person: Person) -> QuerySet[Withholding]:
    """Every decision of a meeting about telling the person, the newest first."""
    rows: QuerySet[Withholding] = Withholding.objects.filter(person=person)
    return rows.select_related("meeting").order_by("-pk")


def representations_of(person: Person) -> QuerySet[Representation]:
    """Everything the person wanted meetings to know, the newest first."""
    rows: QuerySet[Representation] = Representation.objects.filter(person=person)
    return rows.select_related("meeting").order_by("-on", "-pk")


def not_told(actor: User, on: date, *, among: Collection[int] | None = None) -> QuerySet[Case]:
    """Open cases of people who were not told that they are under MAPPA, with nothing withheld, the oldest first.

    Args:
        among: the ids of the open cases that the actor may know of, where the caller has asked already.
    """
    told = Told.objects.filter(person=OuterRef("person"), what=ToldKind.MAPPA)
    decided = Withholding.objects.filter(person=OuterRef("person")).order_by("-pk").values("decision")[:1]
    cases = open_cases_visible_to(actor, on) if among is None else Case.objects.filter(is_one_of("pk", among))
    rows = cases.annotate(decided=Coalesce(Subquery(decided), Value("")))
    waiting = rows.filter(~Exists(told)).exclude(decided=DisclosureOfMappa.WITHHOLD)
    return waiting.select_related("person").order_by("opened_on", "pk")


@dataclass(frozen=True)
class Teller:
    """Who tells somebody in a category that they are under MAPPA: the key, the words, and the source."""

    roles: dict[str, str]
    expected: str
    citation: str


def tellers(category: int | None, edition: str) -> Teller:
    """Who may tell, and who does for this category; no expectation where the edition names nobody (OFFENDER-01)."""
    held = policy.parameter(TELLERS, edition)
    table: Any = held.value
    named = table["by_category"].get(category)
    return Teller({str(key): str(words) for key, words in table["roles"].items()}, str(named or ""), held.citation)


def meetings_of(case: Case) -> QuerySet[Meeting]:
    """The meetings about a case, the newest first."""
    return Meeting.objects.filter(case=case).order_by("-starts_at", "-pk")
