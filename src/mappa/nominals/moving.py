"""Moving everything about one person to another record, by the models: a new table moves without a word here.

What is sealed opens for one person alone, so it is opened before and sealed again after (docs/adr/0020).
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.apps import apps
from django.db.models import AutoField, Exists, ForeignKey, Min, Model, OuterRef, QuerySet, UniqueConstraint

from mappa.kernel.sealed_fields import SealedRow, SealedText
from mappa.people.models import ManagingArea, Person

STAYS = {
    "nominals": "it is about the two records, not about the person",
    "people.PersonKey": "each record keeps its key; what moves is sealed again",
    "record.Attachment": "entries are added to and never changed; the record reads those of both",
    "record.StoredFile": "it is carried by an entry, and read through it",
    "people.KeyDestruction": "the certificate of one record's key",
    "people.RecordStep": "the life of each record by itself: registered, reviewed, archived",
    "people.EmergencyAccess": "it opened one record for its hour, and is reviewed as what it was",
    "sharing.Share": "it was decided about what one record held; it opens nothing more until it is decided again",
    "histories.RowChange": "what rows said before, kept by the database",
}
"""What is not moved, by app or by model, and why."""


def moved_relations() -> Iterator[ForeignKey[Any, Any]]:
    """Every relation to a person whose rows move with the person. Keys that are made from the person are made anew."""
    for model in apps.get_models():
        if not isinstance(model._meta.pk, AutoField):  # noqa: SLF001 - Django documents it as public
            continue
        if {model._meta.app_label, model._meta.label} & STAYS.keys():  # noqa: SLF001
            continue
        for field in model._meta.concrete_fields:  # noqa: SLF001
            if isinstance(field, ForeignKey) and field.related_model is Person:
                yield field


def move_everything(source: Person, target: Person) -> list[tuple[str, int]]:
    """Move every row from one person to another. Gives the table and number of each.

    Raises:
        NotPossible: something sealed cannot be read. Nothing may be moved then: it would be lost.
    """
    opened = list(_opened(source))
    moved = []
    for field in moved_relations():
        numbers = list(_movable(field, source, target).values_list("pk", flat=True))
        _point(field, numbers, target)
        moved += [(field.model._meta.db_table, number) for number in numbers]  # noqa: SLF001
    _seal_again(opened)
    return moved


def move_back(rows: Iterable[tuple[str, int]], source: Person, target: Person) -> None:
    """Move rows back from `source` to `target`: those that are still there, and nothing that came since.

    Raises:
        NotPossible: something sealed cannot be read.
    """
    wanted: dict[str, list[int]] = {}
    for table, number in rows:
        wanted.setdefault(table, []).append(number)
    opened = list(_opened(source))
    for field in moved_relations():
        numbers = wanted.get(field.model._meta.db_table, [])  # noqa: SLF001
        there = field.model._base_manager.filter(pk__in=numbers, **{field.name: source})  # noqa: SLF001
        _point(field, list(there.values_list("pk", flat=True)), target)
    _seal_again(opened)


def _point(field: ForeignKey[Any, Any], numbers: list[int], target: Person) -> None:
    field.model._base_manager.filter(pk__in=numbers).update(**{field.name: target})  # noqa: SLF001


def _movable(field: ForeignKey[Any, Any], source: Person, target: Person) -> QuerySet[Any]:
    """The rows that move: all, but for those of which the target may have one only and has it."""
    rows = field.model._base_manager.filter(**{field.name: source}).order_by("pk")  # noqa: SLF001
    if field.model is ManagingArea:  # which area manages the target stands; only what was before it is added
        first = ManagingArea.objects.filter(person=target).aggregate(first=Min("since"))["first"]
        return rows.filter(since__lt=first) if first else rows
    for only in field.model._meta.constraints:  # noqa: SLF001
        if isinstance(only, UniqueConstraint) and field.name in only.fields:
            same = {name: OuterRef(name) for name in only.fields if name != field.name}
            there = field.model._base_manager.filter(**{field.name: target}, **same)  # noqa: SLF001
            rows = rows.exclude(Exists(there))
    return rows


def _sealed_models() -> Iterator[tuple[type[SealedRow], str]]:
    """Every model with sealed fields, and the way from its rows to the person in the words of a query."""
    for model in apps.get_models():
        if issubclass(model, SealedRow) and (way := _way(model)):
            yield model, way


def _way(model: type[Model]) -> str:
    """The shortest way to a person over relations that move; empty where there is none."""
    reached = [(model, "")]
    seen = {model}
    while reached:
        found = []
        for one, way in reached:
            for field in one._meta.concrete_fields:  # noqa: SLF001
                if not isinstance(field, ForeignKey) or (one._meta.label in STAYS):  # noqa: SLF001
                    continue
                step = f"{way}__{field.name}".removeprefix("__")
                if field.related_model is Person:
                    return step
                if field.related_model not in seen and not field.null:
                    seen.add(cast("type[Model]", field.related_model))
                    found.append((cast("type[Model]", field.related_model), step))
        reached = found
    return ""


Opened = tuple[type[SealedRow], int, dict[str, Any]]


def _opened(person: Person) -> Iterator[Opened]:
    """What every sealed row about somebody says."""
    for model, way in _sealed_models():
        names = [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedText)]  # noqa: SLF001
        for row in model.objects.filter(**{way: person}).order_by("pk"):
            row.require_readable()
            yield model, row.pk, {name: getattr(row, name) for name in names}


def _seal_again(opened: Iterable[Opened]) -> None:
    """Seal each row for whomever it is about now."""
    by_model: dict[type[SealedRow], dict[int, dict[str, Any]]] = {}
    for model, number, said in opened:
        by_model.setdefault(model, {})[number] = said
    for model, rows in by_model.items():
        for row in model.objects.filter(pk__in=rows):
            for name, value in rows[row.pk].items():
                setattr(row, name, value)
            row.save(update_fields=list(rows[row.pk]))
