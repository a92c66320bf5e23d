"""Giving committed events their places in the tamper-evident log (0013).

Writers of events take no lock and no number here: whoever seals takes what has been committed and has no place yet.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from mappa.audit.entries import entry_bytes, entry_of
from mappa.audit.merkle import Frontier, leaf_hash
from mappa.audit.models import AuditEvent, AuditLeaf, AuditSeal

SEALING_LOCK = 0x7365616C  # "seal": one process at a time gives places
AT_ONCE = 2000


def unsealed() -> Iterator[AuditEvent]:
    """Committed events without a place, in the order of their ids."""
    placed = AuditLeaf.objects.filter(event=OuterRef("pk"))
    return AuditEvent.objects.filter(~Exists(placed)).order_by("pk").iterator(chunk_size=AT_ONCE)


def last_frontier(*, at_most: int | None = None) -> Frontier:
    """The tree as the latest run of sealing left it, or the latest with no more than so many entries."""
    seals = AuditSeal.objects.order_by("-size")
    if at_most is not None:
        seals = seals.filter(size__lte=at_most)
    seal = seals.first()
    return Frontier.of(seal.size, bytes(seal.frontier)) if seal else Frontier()


def seal(*, at: datetime) -> Frontier:
    """Give every committed event without one the next place, and return the tree after it.

    A transaction of its own. It waits for another sealer; nobody who writes an event ever waits for it.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])
        frontier = last_frontier()
        before, waiting = frontier.size, unsealed()
        while events := list(islice(waiting, AT_ONCE)):
            AuditLeaf.objects.bulk_create([_place(event, frontier) for event in events])
        if frontier.size > before:
            AuditSeal.objects.create(size=frontier.size, frontier=frontier.to_bytes(), at=at)
    return frontier


def _place(event: AuditEvent, frontier: Frontier) -> AuditLeaf:
    hashed = leaf_hash(entry_bytes(entry_of(event)))
    frontier.append(hashed)
    return AuditLeaf(sequence=frontier.size, event=event.pk, hash=hashed)


def sealed_entries(*, after: int = 0, until: int | None = None) -> Iterator[tuple[AuditLeaf, AuditEvent | None]]:
    """Every leaf after a sequence number, up to another (included), with its event; None: the event is gone."""
    leaves = AuditLeaf.objects.filter(sequence__gt=after).order_by("sequence")
    if until is not None:
        leaves = leaves.filter(sequence__lte=until)
    rows = leaves.iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(rows, AT_ONCE)):
        events = AuditEvent.objects.in_bulk([leaf.event for leaf in chunk])
        yield from ((leaf, events.get(leaf.event)) for leaf in chunk)


def sealed_hashes(*, until: int) -> list[bytes]:
    """The leaf hashes of the first so many entries."""
    hashes = AuditLeaf.objects.filter(sequence__lte=until).order_by("sequence").values_list("hash", flat=True)
    return [bytes(hashed) for hashed in hashes.iterator(chunk_size=AT_ONCE)]
