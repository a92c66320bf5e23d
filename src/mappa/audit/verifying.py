"""Looking for the first place at which the log is not what was sealed or signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from mappa.audit.checkpoints import Checkpoint
from mappa.audit.entries import entry_bytes, entry_of
from mappa.audit.merkle import Frontier, leaf_hash
from mappa.audit.models import AuditEvent, AuditLeaf, AuditSeal
from mappa.audit.sealing import last_frontier, sealed_entries


@dataclass(frozen=True)
class Fault:
    """Something wrong: the first sequence number that it touches, its kind, and a sentence."""

    sequence: int
    kind: str
    says: str


@dataclass(frozen=True)
class Verdict:
    """How far the log was read and what was found; no fault is None."""

    read: int
    root: bytes
    fault: Fault | None = None


def verify(*, start: int = 1, checkpoints: Sequence[Checkpoint] = ()) -> Verdict:
    """Read the sealed log from a sequence number on, and compare it with every seal and checkpoint from there.

    What comes before `start` is taken from the latest seal before it, and proved by any later checkpoint.
    """
    earliest = min([start - 1, *(checkpoint.size for checkpoint in checkpoints)])
    frontier = last_frontier(at_most=max(earliest, 0))
    known = {checkpoint.size: checkpoint.root for checkpoint in checkpoints if checkpoint.size}
    seals = {row.size: bytes(row.frontier) for row in AuditSeal.objects.filter(size__gt=frontier.size).order_by("size")}
    sound, previous = frontier.size, 0
    for leaf, event in sealed_entries(after=frontier.size):
        if fault := _fault_of(leaf, event, frontier.size + 1, previous):
            return Verdict(frontier.size, frontier.root(), fault)
        frontier.append(bytes(leaf.hash))
        previous = leaf.event
        size = frontier.size
        if fault := _fault_at(size, frontier, sound, seals.get(size), known.get(size)):
            return Verdict(size, frontier.root(), fault)
        if size in seals:
            sound, previous = size, 0  # ids rise within one run of sealing only
    return Verdict(frontier.size, frontier.root(), _too_short(frontier.size, [*seals, *known]))


def _fault_of(leaf: AuditLeaf, event: AuditEvent | None, expected: int, previous: int) -> Fault | None:
    if leaf.sequence != expected:
        return Fault(expected, "missing", f"Entry {expected} has no place in the log: the next is {leaf.sequence}.")
    if event is None:
        return Fault(expected, "missing", f"Entry {expected} was sealed and is no longer there.")
    if leaf_hash(entry_bytes(entry_of(event))) != bytes(leaf.hash):
        return Fault(expected, "changed", f"Entry {expected} is not what was sealed.")
    if leaf.event == previous:
        return Fault(expected, "duplicated", f"Entry {expected} is the one before it again.")
    if leaf.event < previous:
        return Fault(expected, "reordered", f"Entry {expected} is older than the one before it.")
    return None


def _fault_at(size: int, frontier: Frontier, sound: int, sealed: bytes | None, signed: bytes | None) -> Fault | None:
    """Entries and hashes changed together do not fit what was sealed or signed later."""
    between = f"Somewhere from entry {sound + 1} to {size}, entries were changed, inserted, removed or reordered"
    if signed is not None and signed != frontier.root():
        return Fault(sound + 1, "changed", f"{between}: the root is not that of the checkpoint of {size}.")
    if sealed is not None and sealed != frontier.to_bytes():
        return Fault(sound + 1, "changed", f"{between}: the tree is not that of the seal of {size}.")
    return None


def _too_short(size: int, said: Sequence[int]) -> Fault | None:
    longest = max(said, default=0)
    if longest <= size:
        return None
    return Fault(size + 1, "truncated", f"The log ends at entry {size}; it once had {longest}.")
