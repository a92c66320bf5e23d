"""Stored answers, as they were given."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from mappa.determinations.models import Determination
from mappa.people.models import Person


def determinations_of(person: Person) -> QuerySet[Determination]:
    """Every stored answer about somebody whom the caller may know of, newest first, with what was decided."""
    return person.determinations.select_related("decision").order_by("-made_at", "-id")


def latest_determination(person: Person) -> Determination | None:
    """The newest stored answer; None when the engine was never asked."""
    return determinations_of(person).first()


def latest_decided(person: Person) -> Determination | None:
    """The newest answer on which a person decided; None when nobody has."""
    return determinations_of(person).filter(decision__isnull=False).first()


def latest_id(person: str = "pk") -> Subquery:
    """The id of the newest stored answer, for use in a query. `person` is the path to the person's id."""
    rows = Determination.objects.filter(person=OuterRef(person)).order_by("-made_at", "-id")
    return Subquery(rows.values("pk")[:1])


def decided_category(determination: Determination) -> tuple[bool, int | None]:
    """Whether somebody decided, and on which category."""
    decision: Any = getattr(determination, "decision", None)
    return (decision is not None, decision.category if decision else None)
