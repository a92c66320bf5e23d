"""Where a person is on a day: in the community, in custody or in hospital. Pure: dated facts in, a word out."""

from collections.abc import Iterable
from datetime import date
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
    "release": Whereabouts.COMMUNITY,
    "released": Whereabouts.COMMUNITY,
    "discharged_from_hospital": Whereabouts.COMMUNITY,
    "cto_start": Whereabouts.COMMUNITY,
    "conditional_discharge_mha": Whereabouts.COMMUNITY,
}


def whereabouts_on(day: date, moves: Iterable[tuple[date, str]]) -> Whereabouts:
    """Where the person is at the end of a day.

    Args:
        moves: dated kinds of movement in the order recorded; kinds that move nobody are passed over. On one day the
            later in the list prevails, so somebody sentenced and set free at once is in the community.

    Everybody begins in the community (STATS-03, REVIEW-04).
    """
    here, since = Whereabouts.COMMUNITY, date.min
    for on, kind in moves:
        if since <= on <= day and kind in MOVES:
            here, since = MOVES[kind], on
    return here
