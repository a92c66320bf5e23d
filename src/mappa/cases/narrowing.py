"""What a search can be narrowed by of the latest case: category and level, as they stand on the day."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.agencies.selectors import edition_on
from mappa.cases.models import Case, CategoryRow, LevelRow
from mappa.determinations.labels import category_words, level_words
from mappa.matching.narrowing import Narrower
from mappa.people.models import Person


def _latest(rows: QuerySet, value: str, on: date) -> Subquery:
    case = Case.objects.filter(person=OuterRef(OuterRef("pk")), opened_on__lte=on).order_by("-opened_on", "-id")
    found = rows.filter(case=Subquery(case.values("pk")[:1]), since__lte=on).order_by("-since", "-id")
    return Subquery(found.values(value)[:1])


def _in_category(people: QuerySet[Person], category: str, on: date) -> QuerySet[Person]:
    return people.alias(in_category=_latest(CategoryRow.objects.all(), "category", on)).filter(
        in_category=int(category)
    )


def _at_level(people: QuerySet[Person], level: str, on: date) -> QuerySet[Person]:
    return people.alias(at_level=_latest(LevelRow.objects.all(), "level", on)).filter(at_level=int(level))


def _categories(actor: User, on: date) -> list[tuple[str, str]]:
    edition = edition_on(actor.area, on)
    return [(str(number), category_words(number, edition)) for number in (1, 2, 3, 4)]


def _levels(actor: User, on: date) -> list[tuple[str, str]]:
    edition = edition_on(actor.area, on)
    return [(str(number), level_words(number, edition)) for number in (1, 2, 3)]


CATEGORY = Narrower("category", "Category", _categories, _in_category)
LEVEL = Narrower("level", "Level", _levels, _at_level)
