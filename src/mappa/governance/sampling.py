"""Drawing records at random, so that anybody with the seed draws the same ones again."""

import hashlib
from collections.abc import Iterable


def drawn(references: Iterable[str], *, seed: str, size: int) -> list[str]:
    """The `size` references whose SHA-256 of ``seed:reference`` is least, in that order; all where there are fewer.

    The order in which they come does not matter, and a record that comes or goes moves no other's place.
    """
    return sorted(set(references), key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[:size]
