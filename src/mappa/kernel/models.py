"""References that people can read aloud, and rows that two people may edit."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.db import models

from mappa.kernel.decisions import Stale


class ReferenceCounter(models.Model):
    """The last number given out for a prefix such as ``NS-R-2026``."""

    prefix = models.CharField(max_length=32, primary_key=True)
    last = models.PositiveIntegerField(default=0)


def next_reference(prefix: str) -> str:
    """Give the next reference of a prefix, for example ``NS-R-2026-0042``. Call inside a transaction."""
    ReferenceCounter.objects.get_or_create(prefix=prefix)
    counter = ReferenceCounter.objects.select_for_update().get(prefix=prefix)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{prefix}-{counter.last:04d}"


class References:
    """References of a prefix, one after another, written down together. Within one transaction.

    Whoever else takes one of the prefix waits for its end; in the transaction itself `settle` comes first.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._last: int | None = None
        self._used = False

    def next(self) -> str:
        """The next reference. It stays the next one until it is used."""
        if self._last is None:
            ReferenceCounter.objects.get_or_create(prefix=self._prefix)
            self._last = ReferenceCounter.objects.select_for_update().get(prefix=self._prefix).last
        return f"{self._prefix}-{self._last + 1:04d}"

    def use(self) -> None:
        """The next one is used."""
        assert self._last is not None  # noqa: S101 - whoever uses one has seen it
        self._last, self._used = self._last + 1, True

    def settle(self, *, alone: bool = False) -> None:
        """Write down which were used. Others in this transaction may take some then, unless it stays `alone`."""
        if self._used:
            ReferenceCounter.objects.filter(prefix=self._prefix).update(last=self._last)
        self._used = False
        if not alone:
            self._last = None


def is_one_of(field: str, values: Iterable[str] | Iterable[int]) -> models.Func:
    """The condition that a field holds one of many values, to be given to ``filter``.

    The list goes to the database as one value. ``__in`` sends each by itself, and an array field prepares each by
    itself: for a thousand of them both take longer than finding the rows.
    """
    listed: Any = list(values)
    if listed and isinstance(listed[0], int):
        listed = f"{{{','.join(map(str, listed))}}}"  # as PostgreSQL writes an array, in a tenth of the driver's time
    held: models.Value = models.Value(listed, output_field=models.Field())
    return models.Func(
        models.F(field), held, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=models.BooleanField()
    )


class Versioned(models.Model):
    """A row that two people may edit: saving needs the version that was read."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        abstract = True

    def stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values in the form in which the database keeps them. A model with sealed fields seals them here."""
        return dict(values)

    def save_over(self: Self, *, read_version: int, by: str, at: Any, **values: Any) -> None:
        """Save the values only if nobody saved since `read_version`.

        Raises:
            Stale: somebody did. The message names who and when; nothing is saved.
        """
        rows = self.__class__._default_manager.filter(pk=self.pk, version=read_version)  # noqa: SLF001 - Django's own name
        changed = rows.update(version=read_version + 1, changed_by=by, changed_at=at, **self.stored(values))
        if not changed:
            self.refresh_from_db()
            when = f" at {self.changed_at:%H:%M on %d %B %Y}" if self.changed_at else ""
            raise Stale(
                f"{self.changed_by or 'Somebody'} saved this{when}, after you opened it. Nothing of yours was saved,"
                " and nothing of theirs was lost. Compare the two texts below and save again."
            )
        for name, value in values.items():
            setattr(self, name, value)
        self.version = read_version + 1
        self.changed_by, self.changed_at = by, at
