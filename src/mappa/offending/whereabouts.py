"""Where a person is on a day: in the community, in custody or in hospital. Pure: dated facts in, a word out."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum


class Whereabouts(StrEnum):
    """Where somebody lives, as far as counting and clocks ask (STATS-03)."""

    COMMUNITY = "community"
    CUSTODY = "custody"
    HOSPITAL = "hospital"


# The words of movements, and where each leaves the person. Recall is a decision and moves nobody.
MOVES: dict[str, Whereabouts] = {
    "remand": Whereabouts.CUSTODY,
    "sentenced_to_custody": Whereabouts.CUSTODY,
    "returned_to_custody": Whereabouts.CUSTODY,
    "admitted_to_hospital": Whereabouts.HOSPITAL,
    "transfer_s47": Whereabouts.HOSPITAL,
    "notional_s37": Whereabouts.HOSPITAL,
    "release": Whereabouts.COMMUNITY,
    "released": Whereabouts.COMMUNITY,
    "discharged_from_hospital": Whereabouts.COMMUNITY,
    "cto_start": Whereabouts.COMMUNITY,
    "conditional_discharge_mha": Whereabouts.COMMUNITY,
}
SENTENCES = frozenset({"sentenced_to_custody", "admitted_to_hospital"})
REMAND = "remand"
SENTENCED_IN_COMMUNITY = "sentenced_in_community"
"""The court passed a sentence that detains nobody. It ends a remand, and moves nobody who serves another sentence."""


def whereabouts_on(day: date, moves: Iterable[tuple[date, str]]) -> Whereabouts:
    """Where the person is at the end of a day.

    Args:
        moves: dated kinds of movement in the order recorded; kinds that move nobody are passed over. On one day the
            later in the list prevails, so somebody sentenced and set free at once is in the community. A sentence in
            the community ends a remand, unless another sentence of that day detains.

    Everybody begins in the community (STATS-03, REVIEW-04).
    """
    return _standing(day, moves)[0]


def on_remand(day: date, moves: Iterable[tuple[date, str]]) -> bool:
    """Whether the person is held on remand, and by no sentence, at the end of a day."""
    return _standing(day, moves)[1]


def _standing(day: date, moves: Iterable[tuple[date, str]]) -> tuple[Whereabouts, bool]:
    """Where the person is, and whether a remand put them there."""
    here, since, by = Whereabouts.COMMUNITY, date.min, ""
    freed, detained = [], set()
    for on, kind in moves:
        if on > day:
            continue
        if kind == SENTENCED_IN_COMMUNITY:
            freed.append(on)
        elif since <= on and kind in MOVES:
            here, since, by = MOVES[kind], on, kind
        if kind in SENTENCES:
            detained.add(on)
    if by == REMAND and any(on >= since and on not in detained for on in freed):
        return Whereabouts.COMMUNITY, False
    return here, by == REMAND


def set_free_by_sentence(moves: Iterable[tuple[date, str]]) -> list[date]:
    """The days on which a sentence in the community ended a remand, where no release is recorded that day."""
    told = list(moves)
    before = timedelta(days=1)
    days = sorted({on for on, kind in told if kind == SENTENCED_IN_COMMUNITY})
    released = {on for on, kind in told if MOVES.get(kind) is Whereabouts.COMMUNITY}
    return [
        on
        for on in days
        if on not in released
        and whereabouts_on(on, told) is Whereabouts.COMMUNITY
        and (on_remand(on - before, told) or (on, REMAND) in told)
    ]
