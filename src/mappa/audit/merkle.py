"""The Merkle tree of RFC 6962, section 2.1: one leaf for each entry of the log, in order.

A leaf's hash is SHA-256 of 0x00 and the entry; a node's is SHA-256 of 0x01 and both hashes below it. Proofs are checked
as RFC 9162, sections 2.1.3 and 2.1.4, says. Nothing here knows what an entry is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes side by side."""
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """What is needed to go on with a tree: its size, and the hash of each whole subtree, largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add one leaf at the end."""
        self.peaks.append(leaf)
        filled = self.size
        while filled & 1:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(node_hash(left, right))
            filled >>= 1
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """The peaks, one after the other; `of` makes the frontier again."""
        return b"".join(self.peaks)

    @classmethod
    def of(cls, size: int, peaks: bytes) -> "Frontier":
        """A frontier that was kept.

        Raises:
            ValueError: a tree of this size has another number of peaks.
        """
        if len(peaks) != HASH_BYTES * size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} peaks of {HASH_BYTES} bytes.")
        return cls(size, [peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)])


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of a whole tree."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that lead from the leaf at this place (the first is 0) to the root."""
    if len(leaves) <= 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(index, leaves[:split]), root_of(leaves[split:])]
    return [*inclusion_proof(index - split, leaves[split:]), root_of(leaves[:split])]


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that show that the tree of the first `old_size` leaves is the beginning of this one."""
    return _subproof(old_size, leaves, whole=True) if 0 < old_size < len(leaves) else []


def _subproof(old_size: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(old_size, leaves[:split], whole=whole), root_of(leaves[split:])]
    return [*_subproof(old_size - split, leaves[split:], whole=False), root_of(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two below this size."""
    return 1 << (size - 1).bit_length() - 1


def includes(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that the leaf is at this place of the tree with this root."""
    if not 0 <= index < size:
        return False
    here, last, hashed = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            hashed = node_hash(other, hashed)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            hashed = node_hash(hashed, other)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == root


def continues(*, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the old tree is the beginning of the new one."""
    if not 0 <= old_size <= new_size:
        return False
    if old_size in {0, new_size}:
        return not proof and old_root == (new_root if old_size else EMPTY_ROOT)
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    if not path:
        return False
    here, last = old_size - 1, new_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, other)
        here, last = here >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root
