"""The keys of people: made, unwrapped, and wrapped again. See `kernel.sealing`."""

import os
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID, uuid4

from mappa.kernel.clock import LONDON
from mappa.kernel.sealing import KEY_BYTES, CannotOpen, DataKey, KeyDestroyed, master_key, master_keys


class Wrapped(Protocol):
    """A data key as the database keeps it."""

    person_id: int
    key: UUID
    master: str
    wrapped: bytes


def new_keys(people: Iterable[int]) -> list[dict[str, Any]]:
    """The columns of a new key for each of these people, under the newest master key.

    Raises:
        NotPossible, CannotOpen: there is no master key.
    """
    newest = master_keys()[0]
    found = []
    for person in people:
        key = DataKey(uuid4(), person, os.urandom(KEY_BYTES))
        found.append({"person_id": person, "key": key.id, "master": newest.id, "wrapped": newest.wrap(key)})
    return found


def unwrapped(row: Wrapped) -> DataKey:
    """A data key, open.

    Raises:
        KeyDestroyed: two people destroyed it.
        CannotOpen: its master key is not there, or it was changed.
    """
    if gone := getattr(row, "destroyed_at", None):  # a migration from before does not know of it
        day = f"{gone.astimezone(LONDON):%d %B %Y}".lstrip("0")
        raise KeyDestroyed(
            f"the key to this was destroyed on {day}, after a review decided that the record is to be removed"
        )
    return master_key(row.master).unwrap(bytes(row.wrapped), key=row.key, person=row.person_id)


def keys_in(rows: Iterable[Any]) -> dict[int, DataKey | CannotOpen]:
    """Every key by the number of its person; where it cannot be unwrapped, why."""
    found: dict[int, DataKey | CannotOpen] = {}
    for row in rows:
        try:
            found[row.person_id] = unwrapped(row)
        except CannotOpen as problem:
            found[row.person_id] = problem
    return found
