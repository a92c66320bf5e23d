"""Model fields that are kept sealed: the product reads and writes text, the database holds none of it.

Nothing can be searched, sorted or compared in the database by such a field. One query brings the keys of all the rows
that a query brought, when the first of them is read.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self, TypeVar

import structlog
from django.db import connection, models
from django.db.models.query import ModelIterable
from django.db.models.query_utils import DeferredAttribute

from mappa.kernel.decisions import NotPossible
from mappa.kernel.sealing import CannotOpen, DataKey, KeyDestroyed, Place

Keys = Mapping[int, DataKey | CannotOpen]
Keeper = Callable[..., Keys]
Row = TypeVar("Row", bound=models.Model)
log = structlog.get_logger("mappa.sealing")


class Unreadable(str):
    """What stands where something sealed cannot be read: a sentence for the reader. It is never saved."""

    __slots__ = ()

    @classmethod
    def because(cls, why: CannotOpen) -> Self:
        """The sentence, with what to do."""
        if isinstance(why, KeyDestroyed):
            return cls(f"Removed: {why}. Nobody can read this again.")
        return cls(
            f"Cannot be read: {why}. Something is recorded here, so do not take it for nothing. Tell your system "
            "administrator, who can restore it."
        )


class Sealed:
    """A field as the database keeps it."""

    __slots__ = ("kept",)

    def __init__(self, kept: bytes) -> None:
        self.kept = kept


class Ring:
    """The data keys for the rows of one query, asked for together when the first is needed.

    Rows ask by what leads them to their person: its number, or that of the row between (`SealedRow.sealed_by`).
    """

    def __init__(self, keeper: Keeper, owners: Iterable[int]) -> None:
        self._keeper, self._owners = keeper, set(owners)
        self._held: Keys | None = None

    def to_open(self, owner: int) -> DataKey:
        """The key of somebody's fields.

        Raises:
            CannotOpen: there is none, or it cannot be unwrapped.
        """
        if self._held is None:
            self._held = self._keeper(self._owners)
        found = self._held.get(owner, CannotOpen("the key of this person's record is not there"))
        if isinstance(found, CannotOpen):
            raise found
        return found

    def to_seal(self, owner: int) -> DataKey:
        """The key of somebody's fields, made where there is none yet.

        Raises:
            NotPossible: there is one that cannot be used, so nothing may be written that nobody could read.
        """
        try:
            if self._held is None or owner not in self._held:
                self._held = self._keeper(self._owners, make=True)
            return self.to_open(owner)
        except CannotOpen as problem:
            raise NotPossible(
                f"Nothing was saved, because {problem}, and what is written now could not be read later. "
                "Tell your system administrator."
            ) from problem


class RingOfOne:
    """The key of one person for rows that are all about them, by whatever column they lead there."""

    def __init__(self, ring: "Ring | RingOfOne", owner: int) -> None:
        self._ring, self._owner = ring, owner

    def to_open(self, _owner: int) -> DataKey:
        """The key of that person's fields. Raises as `Ring.to_open`."""
        return self._ring.to_open(self._owner)

    def to_seal(self, _owner: int) -> DataKey:
        """The key of that person's fields, made where there is none yet. Raises as `Ring.to_seal`."""
        return self._ring.to_seal(self._owner)


class Opening(DeferredAttribute):
    """Opens a sealed field when it is read."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """What was sealed, or an `Unreadable` in its place."""
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        return self.field.opened(instance, value) if isinstance(value, Sealed) else value  # type: ignore[attr-defined]

    def __set__(self, instance: Any, value: Any) -> None:
        """Keep what is to be sealed when the row is saved, or what the database gave."""
        instance.__dict__[self.field.attname] = value


class SealedText(models.Field):  # type: ignore[type-arg]
    """Text that is kept sealed. Of a model that inherits from `SealedRow`."""

    descriptor_class = Opening

    def get_internal_type(self) -> str:
        """Bytes, to the database."""
        return "BinaryField"

    def written(self, value: Any) -> str:
        """The value as the text that is sealed."""
        return str(value)

    def read(self, text: str) -> Any:
        """The value of a text that was sealed."""
        return text

    def from_db_value(self, value: Any, *_: Any) -> Sealed | None:
        """What the database gave. It is opened when it is read."""
        return None if value is None else Sealed(bytes(value))

    def opened(self, row: "SealedRow", value: Sealed) -> Any:
        """The value, or why it cannot be read, which is also logged with the place and without the content."""
        try:
            key = row.ring.to_open(row.owner)
            return self.read(key.open(value.kept, self._place(row, key)))
        except CannotOpen as problem:
            return self._told_as_unreadable(row, problem)

    def sealed(self, row: "SealedRow", value: Any) -> Sealed | None:
        """A value sealed for its place in a row that has its number.

        Raises:
            NotPossible: it is the sentence that stands for something unreadable, or no key can be used.
        """
        if value is None or (isinstance(value, Sealed) and not row._state.adding):  # noqa: SLF001 - Django documents it
            return value
        if isinstance(value, Sealed | Unreadable):
            raise NotPossible("Nothing was saved, because a part of this cannot be read and would have been lost.")
        key = row.ring.to_seal(row.owner)
        return Sealed(key.seal(self.written(value), self._place(row, key)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 - Django's signature
        """The value sealed for this row."""
        assert isinstance(model_instance, SealedRow)  # noqa: S101 - a model's declaration, not data
        return self.sealed(model_instance, model_instance.__dict__[self.attname])

    def get_prep_value(self, value: Any) -> bytes | None:
        """Bytes. Text is refused, so none reaches the database by a way that does not seal it.

        Raises:
            TypeError: it is not sealed.
        """
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is kept sealed: save the row, and neither update nor compare it in a query.")
        return value.kept if value else None

    def get_lookup(self, lookup_name: str) -> Any:
        """Whether there is any at all can be asked, and nothing else."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def _place(self, row: models.Model, key: DataKey) -> Place:
        return Place(row._meta.db_table, self.column, row.pk, key.person)  # noqa: SLF001 - Django documents it

    def _told_as_unreadable(self, row: models.Model, why: CannotOpen) -> Unreadable:
        if not isinstance(why, KeyDestroyed):  # that is as it should be
            place = {"table": row._meta.db_table, "field": self.column, "row": row.pk}  # noqa: SLF001 - as above
            log.error("sealed field cannot be read", **place, why=str(why))
        return Unreadable.because(why)


class SealedJSON(SealedText):
    """A JSON value that is kept sealed."""

    def written(self, value: Any) -> str:
        """The value as JSON."""
        return json.dumps(value, ensure_ascii=False)

    def read(self, text: str) -> Any:
        """The value that was written as JSON."""
        return json.loads(text)


class SealedBytes(SealedText):
    """A file that is kept sealed."""

    def written(self, value: Any) -> str:
        """The bytes as text."""
        return base64.b64encode(value).decode()

    def read(self, text: str) -> bytes:
        """The bytes that were written as text."""
        return base64.b64decode(text)


class SealedRows(models.QuerySet[Any]):
    """Rows with sealed fields, which share one ring of keys."""

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and issubclass(self._iterable_class, ModelIterable):
            share_a_ring(self._result_cache)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's; rows get their numbers before, because what is sealed is bound to them."""
        rows = list(objs)
        give_numbers(rows)
        share_a_ring(rows)
        return super().bulk_create(rows, *args, **kwargs)


class SealedRow(models.Model):
    """A row about one person with sealed fields."""

    sealed_by: ClassVar[str] = "person_id"
    """The column that leads to the person: the keys of many rows are asked for by its values."""
    objects: ClassVar[Any] = SealedRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; a new row gets its number before, because what is sealed is bound to it."""
        if self.pk is None:
            give_numbers([self])
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    @classmethod
    def keeper(cls, owners: set[int], *, make: bool = False) -> Keys:
        """The data keys of some people, by the values of `sealed_by`; `make`: also for those who have none yet."""
        raise NotImplementedError

    @property
    def owner(self) -> int:
        """What leads this row to its person."""
        return int(getattr(self, self.sealed_by))

    @property
    def ring(self) -> Ring | RingOfOne:
        """The keys for the rows that came with this one."""
        if "_ring" not in self.__dict__:
            share_a_ring([self])
        ring: Ring | RingOfOne = self.__dict__["_ring"]
        return ring

    def unreadable(self) -> Unreadable | None:
        """Why a sealed field of this row cannot be read; None where all can."""
        values = (getattr(self, each.attname) for each in self._meta.concrete_fields if isinstance(each, SealedText))
        return next((value for value in values if isinstance(value, Unreadable)), None)

    def require_readable(self, *, to: str = "changed, because what it says now would be lost") -> None:
        """Refuse to change, or to use, what cannot be read.

        Args:
            to: what cannot be done, and why.

        Raises:
            NotPossible: with why.
        """
        if told := self.unreadable():
            raise NotPossible(f"This cannot be {to}. {told}")

    def stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values in the form in which an UPDATE of this row writes them."""
        fields = {each.attname: each for each in self._meta.concrete_fields if isinstance(each, SealedText)}
        return {name: fields[name].sealed(self, value) if name in fields else value for name, value in values.items()}


def share_a_ring(rows: Iterable[Any] | None) -> None:
    """Let rows have their keys fetched together. Of several models, they lead to their person by the same column."""
    listed = list(rows or ())
    if listed:
        kind = type(listed[0])
        owners = {owner for row in listed if (owner := row.__dict__.get(kind.sealed_by)) is not None}
        ring = Ring(kind.keeper, owners)
        for row in listed:
            row.__dict__["_ring"] = ring


def open_as(row: SealedRow, others: Iterable[SealedRow]) -> None:
    """Let rows about the same person be opened with the key of one of them, so that it is asked for once."""
    for other in others:
        other.__dict__["_ring"] = RingOfOne(row.ring, row.owner)


def saying(rows: Iterable[Row], **values: Any) -> Row | None:
    """The first of some rows that says just this, or None. What is sealed cannot be asked for in a query."""
    return next((row for row in rows if all(getattr(row, name) == value for name, value in values.items())), None)


def give_numbers(rows: list[Any]) -> None:
    """Take numbers from the table's sequence for those rows that have none. One query."""
    new = [row for row in rows if row.pk is None]
    if not new:
        return
    table = new[0]._meta.db_table  # noqa: SLF001 - Django documents it as public
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(new)]
        )
        for row, (number,) in zip(new, cursor.fetchall(), strict=True):
            row.pk = number
