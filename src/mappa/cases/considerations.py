"""Whose convictions call for Category 3 to be considered, by the grounds of an edition. People decide the rest.

Covers: IDENT-14.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from mappa.accounts.models import User
from mappa.cases.models import Category3Consideration
from mappa.determinations import policy
from mappa.determinations.models import Determination
from mappa.determinations.selectors import latest_id
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
    """One query for the grounds that convictions can show; three more when there is anybody."""
    called = _convicted(people, {ground: row for ground, row in grounds(edition).items() if "least" in row}, on)
    wanted = {person for person, _ in called}
    if not wanted:
        return []
    done = {
        (person, ground): last
        for person, ground, last in Category3Consideration.objects.filter(person__in=wanted, on__lte=on)
        .values_list("person", "ground")
        .annotate(last=Max("on"))
    }
    inside = _in_a_category(wanted)
    held = Person.objects.in_bulk(wanted - inside)
    labels = dict(choices(edition))
    found = [
        ToConsider(person=held[person], ground=ground, label=labels[ground], last_conviction=last)
        for (person, ground), last in called.items()
        if person in held and done.get((person, ground), date.min) < last
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


def _in_a_category(people: set[int]) -> set[int]:
    """Those whom the newest answer of the engine puts in a category; where it cannot tell they are not among them."""
    newest = Person.objects.filter(pk__in=people).annotate(newest=latest_id()).values("newest")
    answers = Determination.objects.filter(pk__in=newest).values_list("person", "answer")
    return {person for person, answer in answers if answer["categories"]}
