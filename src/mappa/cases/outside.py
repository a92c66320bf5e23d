"""People outside the criteria of MAPPA: a list apart, which no figure of MAPPA reads.

Covers: IDENT-34.
"""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.cases.models import OutsideDecision
from mappa.cases.selectors import latest_case, open_cases_visible_to
from mappa.determinations.selectors import latest_determination
from mappa.offending.movements import MovementKind
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


def outside_visible_to(actor: User, on: date) -> QuerySet[OutsideDecision]:
    """The decision that stands about everybody on the list whom the actor may know of, newest first.

    Whoever was taken off, or is in MAPPA by now, is not on it.
    """
    newest = OutsideDecision.objects.filter(person=OuterRef("person"), on__lte=on).order_by("-on", "-id")
    return (
        OutsideDecision.objects.filter(pk=Subquery(newest.values("pk")[:1]), person__in=people_visible_to(actor, on))
        .exclude(decision=OutsideDecision.Decision.LEAVE)
        .exclude(person__in=open_cases_visible_to(actor, on).values("person"))
        .select_related("person")
        .order_by("-on", "-id")
    )


def decisions_of(person: Person) -> QuerySet[OutsideDecision]:
    """Every decision about somebody whom the caller may know of, newest first."""
    return person.outside_decisions.order_by("-on", "-id")


def why_not_outside(person: Person, on: date) -> str:
    """Why somebody cannot be on the list: in MAPPA, in a category by law, or a potentially dangerous person."""
    case: Any = latest_case(person, on)
    if case and case.state == "open":
        return "This person is in MAPPA, so they are not outside its criteria."
    newest = latest_determination(person)
    if newest and newest.answer["categories"]:
        return "The rules put this person in a category. Decide on the category first."
    judged = (
        person.movements.filter(kind=MovementKind.JUDGED_PDP, on__lte=on).order_by("on", "recorded_at", "id").last()
    )
    if judged and judged.details.get("answer"):
        return "The police treat this person as potentially dangerous. That has a register of its own."
    return ""
