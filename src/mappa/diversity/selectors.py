"""One door to what is recorded for fairness, and the groups that the edition names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.determinations import policy
from mappa.diversity.models import DiversityFact
from mappa.kernel.models import is_one_of
from mappa.kernel.sealed_fields import share_a_ring
from mappa.people.models import Person, Victim
from mappa.people.selectors import people_visible_to

CHARACTERISTICS = "diversity/characteristics"
GROUPS: dict[str, str] = {
    "race": "diversity/groups_race",
    "gender": "diversity/groups_gender",
    "age": "diversity/groups_age",
    "religion": "diversity/groups_religion",
    "sexuality": "diversity/groups_sexuality",
    "disability": "diversity/groups_disability",
}
AGE = "age"
ANOTHER = "another"
ANOTHER_GROUP = "Another group"


class Answer(NamedTuple):
    """What somebody answered, for figures: the group, or the way of having no answer."""

    group: str
    nothing: str


@dataclass(frozen=True)
class Characteristic:
    """What is asked about, and the groups that an answer may name.

    Args:
        source: where the groups come from, and how surely that is known.
        begins: for age, the whole years at which each group begins; empty for others.
        counted_as: for figures, the broad group of each group that has one.
    """

    key: str
    label: str
    groups: dict[str, str]
    source: str
    begins: dict[str, int]
    counted_as: dict[str, str]

    def in_figures(self, group: str) -> str:
        """What a group is called in figures: its broad group where it has one, another one where it is not known."""
        return self.counted_as.get(group) or self.groups.get(group, ANOTHER_GROUP)

    def words_of(self, fact: DiversityFact) -> str:
        """The answer as people read it. A code that the edition does not know keeps its own text."""
        if fact.nothing:
            return str(fact.get_nothing_display())
        named = self.groups.get(fact.group, "" if fact.group == ANOTHER else fact.group)
        return ": ".join(filter(None, (named, fact.words)))

    def at_age(self, years: int) -> str:
        """The group of somebody of an age in whole years."""
        return max((first, group) for group, first in self.begins.items() if first <= years)[1]


def characteristics(edition: str) -> dict[str, Characteristic]:
    """What an edition has recorded for fairness, in its order. Covers: IDENT-35."""
    named: Any = policy.parameter(CHARACTERISTICS, edition).value
    found = {}
    for key, label in named.items():
        held = policy.parameter(GROUPS[key], edition)
        rows: Any = held.value
        table = {code: value if isinstance(value, dict) else {"label": value} for code, value in rows.items()}
        found[key] = Characteristic(
            key, str(label), {code: row["label"] for code, row in table.items()},
            source="; ".join(filter(None, (held.citation, held.remark))),
            begins={code: row["from"] for code, row in table.items() if "from" in row},
            counted_as={code: row["counted_as"] for code, row in table.items() if "counted_as" in row},
        )  # fmt: skip
    return found


def facts_visible_to(actor: User, on: date) -> QuerySet[DiversityFact]:
    """What is recorded about the people whom the actor may know of, in the order in which it was said.

    What is recorded about a managed person is for holders of `diversity:fact:record`; what is recorded about a victim
    is for those who keep victims' details, and for nobody else.
    """
    allowed = Q(pk__in=[])
    if may(actor, Permission.DIVERSITY_RECORD):
        allowed |= Q(victim__isnull=True)
    if may(actor, Permission.VICTIMS_EDIT):
        allowed |= Q(victim__isnull=False)
    people = people_visible_to(actor, on).values("pk")
    return DiversityFact.objects.filter(allowed, person__in=people).order_by("on", "pk")


def about(facts: QuerySet[DiversityFact], person: Person, victim: Victim | None) -> list[DiversityFact]:
    """Every row about a person, or about one victim on their record, those that were wrong included."""
    rows = list(facts.filter(person=person, victim=victim).select_related("corrected_by"))
    share_a_ring([*rows, *(row.corrected_by for row in rows if hasattr(row, "corrected_by"))])
    return rows


def standing(facts: Iterable[DiversityFact]) -> dict[str, DiversityFact]:
    """The row that counts for each characteristic, of rows in the order in which they were said.

    The last one, unless it was a mistake that another row put right. Then the last of the others counts.
    """
    listed = list(facts)
    mistaken = {fact.corrects_id for fact in listed}
    return {fact.characteristic: fact for fact in listed if fact.pk not in mistaken}


def _said_by(day: date, characteristic: str) -> QuerySet[DiversityFact]:
    """What was said by a day of one characteristic and is no mistake, in the order in which it was said.

    A mistake that has been put right since counts as right on every day: a figure never rests on a known error.
    """
    said = DiversityFact.objects.filter(characteristic=characteristic, on__lte=day, corrected_by=None)
    return said.order_by("on", "pk")


def standing_by_person(references: Iterable[str], characteristic: str, day: date) -> dict[str, Answer]:
    """What counts about each managed person on a day, by reference, for figures. One query."""
    rows = _said_by(day, characteristic).filter(is_one_of("person__reference", references), victim=None)
    listed = rows.values_list("person__reference", "group", "nothing")
    return {reference: Answer(group, nothing) for reference, group, nothing in listed}


def standing_of_victims(references: Iterable[str], characteristic: str, day: date) -> list[Answer | None]:
    """What counts about each victim on the records of these people on a day: nobody is named. One query."""
    last = _said_by(day, characteristic).filter(victim=OuterRef("pk")).reverse()
    victims = Victim.objects.filter(is_one_of("person__reference", references)).annotate(
        group=Subquery(last.values("group")[:1]), nothing=Subquery(last.values("nothing")[:1])
    )
    rows = victims.order_by("pk").values_list("group", "nothing")
    return [None if group is None else Answer(group, nothing) for group, nothing in rows]
