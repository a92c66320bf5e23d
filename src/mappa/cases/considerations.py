"""Whose convictions call for Category 3 to be considered, by the grounds of an edition. People decide the rest.

Covers: IDENT-14.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from mappa.accounts.models import User
from mappa.cases.models import Category3Consideration
from mappa.determinations import policy
from mappa.determinations.models import Determination
from mappa.offending.models import Conviction
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

GROUNDS = "category-3/considerations"


@dataclass(frozen=True, kw_only=True)
class ToConsider:
    """Somebody whose convictions call for a consideration that nobody has recorded since the last of them."""

    person: Person
    ground: str
    label: str
    last_conviction: date


def grounds(edition: str) -> dict[str, dict[str, Any]]:
    """The grounds of an edition by their key; none where it asks for no such record."""
    found = policy.find_parameter(GROUNDS, edition)
    return dict(found.value) if found and isinstance(found.value, dict) else {}


def choices(edition: str) -> list[tuple[str, str]]:
    """The grounds of an edition as a form offers them."""
    return [(key, str(row["label"])) for key, row in grounds(edition).items()]


def considerations_of(person: Person) -> QuerySet[Category3Consideration]:
    """Every recorded consideration about somebody whom the caller may know of, newest first."""
    return person.category_3_considerations.order_by("-on", "-id")


def to_consider(actor: User, edition: str, on: date) -> list[ToConsider]:
    """Everybody whom the actor may know of and who waits for a consideration, oldest conviction first."""
    return _waiting(people_visible_to(actor, on), edition, on)


def to_consider_about(person: Person, edition: str, on: date) -> list[ToConsider]:
    """As `to_consider`, about one person whom the caller may know of."""
    return _waiting(Person.objects.filter(pk=person.pk), edition, on)


def _waiting(people: QuerySet[Person], edition: str, on: date) -> list[ToConsider]:
    """One query for the grounds that convictions can show; one more when there is anybody."""
    called = _convicted(people, {ground: row for ground, row in grounds(edition).items() if "least" in row}, on)
    wanted = {person for person, _ in called}
    if not wanted:
        return []
    held = _outside_categories(wanted, on)
    labels = dict(choices(edition))
    found = [
        ToConsider(person=held[person].person, ground=ground, label=labels[ground], last_conviction=last)
        for (person, ground), last in called.items()
        if person in held and held[person].considered.get(ground, date.min) < last
    ]
    return sorted(found, key=lambda each: (each.last_conviction, each.person.pk))


def _convicted(people: QuerySet[Person], rows: dict[str, dict[str, Any]], on: date) -> dict[tuple[int, str], date]:
    """Who has convictions of a ground on as many days as it asks for, and the day of the last. One query."""
    if not rows:
        return {}
    wanted = [_of_ground(row) for row in rows.values()]
    found = Conviction.objects.filter(reduce(or_, wanted), person__in=people, on__lte=on, kind="conviction")
    counts: dict[str, Any] = {}
    for number, each in enumerate(wanted):
        counts |= {f"days_{number}": Count("on", distinct=True, filter=each), f"last_{number}": Max("on", filter=each)}
    return {
        (one["person"], ground): one[f"last_{number}"]
        for one in found.values("person").annotate(**counts)
        for number, (ground, row) in enumerate(rows.items())
        if one[f"days_{number}"] >= row["least"]
    }


def _of_ground(row: dict[str, Any]) -> Q:
    if row.get("terrorism"):
        return (
            (Q(offence__has_key="sch19za_para") & ~Q(offence__sch19za_para__in=["", None]))
            | Q(facts__terrorist_connection=True)
            | Q(cjs_code__in=policy.terrorist_codes())
        )
    wanted = Q()
    for act in row["offences"]:
        section = rf"^({'|'.join(act['sections'])})(\(|$)"
        wanted |= Q(offence__statute=act["statute"], offence__section__regex=section)
    return wanted


class _Known(NamedTuple):
    person: Person
    considered: dict[str, date]
    """The last day on which each ground was considered."""


def _outside_categories(people: set[int], on: date) -> dict[int, _Known]:
    """Those whom the newest answer of the engine puts in no category, or about whom it cannot tell. One query."""
    answers = Determination.objects.filter(person=OuterRef("pk")).order_by("-made_at", "-id")
    done = Category3Consideration.objects.filter(person=OuterRef("pk"), on__lte=on).order_by("on")
    found = Person.objects.filter(pk__in=people).annotate(
        categories=Subquery(answers.values("answer__categories")[:1]),
        done=ArraySubquery(done.values(json=JSONObject(ground="ground", on="on"))),
    )
    return {
        person.pk: _Known(person, {one["ground"]: date.fromisoformat(one["on"]) for one in person.done})
        for person in found
        if not person.categories
    }
