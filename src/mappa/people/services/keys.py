"""The keys of people under the newest master key: how they stand, and wrapping them again while the product runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from mappa.audit.models import What
from mappa.audit.services import Actor, record
from mappa.kernel.sealing import CannotOpen, MasterKey, master_keys
from mappa.people.keys import unwrapped
from mappa.people.models import PersonKey

BATCH = 500
_afterwards: list[Callable[[], int]] = []


def wire_rotation(afterwards: list[Callable[[], int]]) -> None:
    """Install what else follows from the master key, and is made again when it is new."""
    _afterwards[:] = afterwards


def make_again() -> int:
    """Make everything else that follows from the master key again. How many things that are."""
    return sum(each() for each in _afterwards)


@dataclass(frozen=True)
class Held:
    """How many people's keys are wrapped under one master key, and whether the file of master keys holds it."""

    master: str
    people: int
    in_file: bool


def keys_held() -> list[Held]:
    """Every master key of the file, the newest first, and then those that keys are wrapped under and that it lacks.

    Raises:
        CannotOpen: the file cannot be used.
    """
    standing = PersonKey.objects.filter(destroyed_at=None)
    counted = dict(standing.values("master").annotate(n=Count("pk")).values_list("master", "n"))
    there = [each.id for each in master_keys()]
    missing = sorted(counted.keys() - set(there))
    return [Held(each, counted.get(each, 0), each in there) for each in [*there, *missing]]


@dataclass(frozen=True)
class Batch:
    """What one batch did: how many keys were wrapped, whose could not be, and the last person looked at."""

    wrapped: int
    failed: list[str]
    last: int | None


@transaction.atomic
def wrap_again(*, newest: MasterKey, after: int, actor: Actor, at: datetime) -> Batch:
    """Wrap the keys of the next people under the newest master key. What they sealed is not touched.

    Readers are not held up. A batch is done or not done, so whoever is interrupted begins again.

    Args:
        after: the last person of the batch before; 0 begins.
    """
    waiting = PersonKey.objects.exclude(master=newest.id).filter(pk__gt=after, destroyed_at=None).order_by("pk")
    rows = list(waiting.select_for_update(of=("self",)).select_related("person")[:BATCH])
    done, failed = [], []
    for row in rows:
        try:
            row.wrapped, row.master = newest.wrap(unwrapped(row)), newest.id
        except CannotOpen:
            failed.append(row.person.reference)
        else:
            done.append(row)
    PersonKey.objects.bulk_update(done, ["wrapped", "master"])
    if done:
        record(
            what=What.ALTERATION, operation="keys:rotate", actor=actor, subject_type="keys", subject=newest.id, at=at,
            wrapped=len(done),
        )  # fmt: skip
    return Batch(len(done), failed, rows[-1].pk if rows else None)
