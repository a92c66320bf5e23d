"""References that people can read aloud, and rows that two people may edit."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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


@contextmanager
def next_references(prefix: str, count: int) -> Iterator[list[str]]:
    """Many references at once, for rows that may turn out not to be written: those left in the list are used up.

    Call inside a transaction.
    """
    ReferenceCounter.objects.get_or_create(prefix=prefix)
    counter = ReferenceCounter.objects.select_for_update().get(prefix=prefix)
    given = [f"{prefix}-{counter.last + number:04d}" for number in range(1, count + 1)]
    yield given
    if given:
        counter.last += len(given)
        counter.save(update_fields=["last"])


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
