"""Writing the blind keys of entries, with each entry and again when the master key is new."""

from collections.abc import Iterable

from django.db import transaction

from mappa.kernel.sealing import MasterKey, master_keys
from mappa.people.models import Person
from mappa.record.contents import content_of
from mappa.record.models import Attachment, BlindKey
from mappa.record.reach import TIDIED, blind_key, found_by
from mappa.record.types import TYPES

BATCH = 500
FINDABLE = tuple(key for key, declared in TYPES.items() if any(field.kind in TIDIED for field in declared.fields))
"""The types with a field that people are found by."""


def write_blind_keys(entries: Iterable[Attachment]) -> int:
    """Write what these entries are found by, under the newest master key. How many keys that are."""
    newest: MasterKey | None = None
    rows = []
    for entry in entries:
        for kind, plain in found_by(entry.kind, content_of(entry)):
            newest = newest or master_keys()[0]
            rows.append(BlindKey(key=blind_key(newest, kind, plain), entry=entry, master=newest.id))
    BlindKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def forget_blind_keys(person: Person) -> None:
    """Remove what the entries of one person are found by: their key is destroyed."""
    BlindKey.objects.filter(entry__person=person).delete()


def blind_again() -> int:
    """Write the keys of every entry under the newest master key, and drop those of older ones. How many are there now.

    A batch is done or not done. An entry that cannot be read keeps the keys that it has.
    """
    newest, last, done = master_keys()[0], 0, 0
    entries = Attachment.objects.filter(kind__in=FINDABLE).only("pk", "person_id", "kind", "content").order_by("pk")
    while batch := list(entries.filter(pk__gt=last)[:BATCH]):
        with transaction.atomic():
            readable = [entry for entry in batch if content_of(entry)]
            done += write_blind_keys(readable)
            BlindKey.objects.filter(entry__in=readable).exclude(master=newest.id).delete()
        last = batch[-1].pk
    return done
