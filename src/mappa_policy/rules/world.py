"""Unknown facts: try every value that matters, and say only what holds in all of them.

A rule that needs a fact nobody recorded asks the world for it. The world answers with one of the values the
fact can have; the whole case is then worked out again for the next value, until all have been tried. What
comes out the same every time is certain; the rest is "cannot tell", and the facts asked for are the missing
ones.
"""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from mappa_policy.model import record

Option = TypeVar("Option")
Answer = TypeVar("Answer")

# Not policy: a brake on cases with very many unknown facts. Beyond it nothing is asserted.
MOST_WORLDS = 512


class World:
    """One assignment of values to the unknown facts, in the order in which they were asked for."""

    __slots__ = ("chosen", "script", "sizes")

    def __init__(self, script: Iterable[int] = ()) -> None:
        self.script = [*script]
        self.sizes: list[int] = []
        self.chosen: dict[str, object] = {}

    def ask(self, fact: str, options: tuple[Option, ...]) -> Option:
        """The value of an unknown fact in this world.

        Args:
            fact: the name of the fact, as the reason will print it, for example ``C1.victim_age``.
            options: every value that makes a difference, at least one.
        """
        if fact in self.chosen:
            return self.chosen[fact]  # type: ignore[return-value]  # the same fact has the same options
        place = len(self.sizes)
        pick = self.script[place] if place < len(self.script) else 0
        self.sizes.append(len(options))
        self.chosen[fact] = options[pick]
        if place >= len(self.script):
            self.script.append(pick)
        return options[pick]


@record
class Tried(Generic[Answer]):
    """An answer with the values of the unknown facts it rests on."""

    chosen: dict[str, object]
    answer: Answer


def _following(world: World) -> list[int] | None:
    """What the next world answers, in the order in which it is asked; none after the last."""
    script = world.script[: len(world.sizes)]
    while script and script[-1] + 1 >= world.sizes[len(script) - 1]:
        script.pop()
    if not script:
        return None
    script[-1] += 1
    return script


def other_worlds(
    world: World, first: Answer, work: Callable[[World], Answer]
) -> tuple[tuple[Tried[Answer], ...], bool]:
    """Work the answer out in every world after the first, of which it is known.

    Returns:
        The answers, one for each world with the first, and whether all of them were tried.
    """
    tried = [Tried(world.chosen, first)]
    while script := _following(world):
        if len(tried) == MOST_WORLDS:
            return tuple(tried), False
        world = World(script)
        tried.append(Tried(world.chosen, work(world)))
    return tuple(tried), True


def every_world(work: Callable[[World], Answer]) -> tuple[tuple[Tried[Answer], ...], bool]:
    """As ``other_worlds``, with the first."""
    world = World()
    return other_worlds(world, work(world), work)
