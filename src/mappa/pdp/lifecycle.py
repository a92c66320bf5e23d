"""The life of a nominal of a potentially dangerous person, as a table."""

from enum import StrEnum

from django.db.models import TextChoices

from mappa.kernel.lifecycle import after


class PdpState(StrEnum):
    """Where a nominal stands."""

    OPEN = "open"
    ENDED = "ended"


class PdpDecision(TextChoices):
    """What a review decides."""

    GO_ON = "go_on", "The grounds still hold: go on"
    END = "end", "The grounds hold no more: end"
    IN_MAPPA = "in_mappa", "The person has come into MAPPA: end here"


PDP_STEPS: dict[tuple[PdpState | None, PdpDecision], PdpState] = {
    (PdpState.OPEN, PdpDecision.GO_ON): PdpState.OPEN,
    (PdpState.OPEN, PdpDecision.END): PdpState.ENDED,
    (PdpState.OPEN, PdpDecision.IN_MAPPA): PdpState.ENDED,
}


def pdp_after(state: PdpState, decision: PdpDecision) -> PdpState:
    """The state that a decision leads to.

    Raises:
        NotPossible: it leads nowhere from here.
    """
    return after(PDP_STEPS, state, decision, "nominal")
