"""What a notice tells of, and its life as a table."""

from enum import StrEnum

from django.db.models import TextChoices

from mappa.agencies.models import AgencyKind
from mappa.kernel.lifecycle import after


class NoticeKind(TextChoices):
    """What MAPPA is told of."""

    YOUNG_PERSON = "young_person", "A young person who may fall under MAPPA"
    RECEPTION = "reception", "A MAPPA offender received into prison"
    HOSPITAL = "hospital_order", "A hospital order"
    GUARDIANSHIP = "guardianship_order", "A guardianship order"
    CONCERN = "concern", "A concern about somebody"


COURT_ORDERS = frozenset({NoticeKind.HOSPITAL, NoticeKind.GUARDIANSHIP})
"""Addressed by where the person lived on the day of the court (IDENT-21)."""

_HEALTH = (NoticeKind.HOSPITAL, NoticeKind.GUARDIANSHIP)
SENT_BY: dict[str, tuple[NoticeKind, ...]] = {
    AgencyKind.YOT: (NoticeKind.YOUNG_PERSON,),
    AgencyKind.PRISON: (NoticeKind.RECEPTION,),
    AgencyKind.MENTAL_HEALTH_TRUST: _HEALTH,
    AgencyKind.HEALTH_BODY: _HEALTH,
    AgencyKind.ADULT_SOCIAL_CARE: (NoticeKind.GUARDIANSHIP,),
    AgencyKind.COORDINATION_UNIT: (NoticeKind.YOUNG_PERSON, NoticeKind.RECEPTION, *_HEALTH),
}
"""What each kind of agency tells MAPPA of; the co-ordination unit also records what came by telephone or letter."""


def kinds_of(agency_kind: str) -> tuple[NoticeKind, ...]:
    """What an agency of a kind may notify. Anybody may pass on a concern."""
    return (*SENT_BY.get(agency_kind, ()), NoticeKind.CONCERN)


class NoticeState(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    ENDED = "ended"


class NoticeMove(TextChoices):
    """What is done about a notice."""

    RECORD = "record", "The person is on record: it belongs to that record"
    OUTSIDE = "outside", "The person does not fall under MAPPA, and nothing more is needed"
    DEALT = "dealt", "It was dealt with outside MAPPA"
    HAND = "hand", "Another agency of the Responsible Authority shall look at it"
    PASS_ON = "pass_on", "It belongs to another area: pass it on"


NOTICE_STEPS: dict[tuple[NoticeState | None, NoticeMove], NoticeState] = {
    (NoticeState.WAITING, NoticeMove.RECORD): NoticeState.ENDED,
    (NoticeState.WAITING, NoticeMove.OUTSIDE): NoticeState.ENDED,
    (NoticeState.WAITING, NoticeMove.DEALT): NoticeState.ENDED,
    (NoticeState.WAITING, NoticeMove.HAND): NoticeState.WAITING,
    (NoticeState.WAITING, NoticeMove.PASS_ON): NoticeState.WAITING,
}
"""Nothing ends a notice but an outcome with its reason (IDENT-24)."""

ENDING = [move.value for (_, move), state in NOTICE_STEPS.items() if state is NoticeState.ENDED]


def notice_after(state: NoticeState, move: NoticeMove) -> NoticeState:
    """The state that a move leads to.

    Raises:
        NotPossible: it leads nowhere from here.
    """
    return after(NOTICE_STEPS, state, move, "notice")
