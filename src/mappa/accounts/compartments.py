"""Compartments: parts of a record that need more than knowing of the person, and what each of them needs.

A whole record can lie in one (Category 4), a section (victims) or one thing attached to a record. Whatever has a column
of compartments is filtered with `open_compartments`, and one thing is asked about with `opens`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from mappa.accounts.models import Clearance, User
from mappa.accounts.permissions import Permission, may
from mappa.kernel import clock
from mappa.kernel.decisions import Decision


class Compartment(StrEnum):
    """What is kept apart from the rest of a record. Stored by these words, which are never renamed."""

    VICTIMS = "victims"
    CATEGORY_4 = "category_4"
    INTELLIGENCE = "intelligence"
    THIRD_PARTY = "third_party"
    STAFF_SAFETY = "staff_safety"
    MARKED_HIGHER = "marked_higher"

    @property
    def label(self) -> str:
        """The compartment in words."""
        return LABELS[self]


LABELS: dict[Compartment, str] = {
    Compartment.VICTIMS: "Victims and people at risk",
    Compartment.CATEGORY_4: "Category 4 and extremism",
    Compartment.INTELLIGENCE: "Intelligence",
    Compartment.THIRD_PARTY: "Third parties",
    Compartment.STAFF_SAFETY: "Safety of staff",
    Compartment.MARKED_HIGHER: "Entries under a higher marking",
}


@dataclass(frozen=True)
class Need:
    """What opens a compartment: a permission of the role, a clearance of that name for the person, or both."""

    permission: Permission | None = None
    clearance: bool = False


NEEDS: dict[Compartment, Need] = {
    Compartment.VICTIMS: Need(permission=Permission.VICTIMS_VIEW),
    Compartment.CATEGORY_4: Need(clearance=True),
    Compartment.INTELLIGENCE: Need(permission=Permission.INTELLIGENCE_VIEW, clearance=True),
    Compartment.THIRD_PARTY: Need(permission=Permission.THIRD_PARTY_VIEW),
    Compartment.STAFF_SAFETY: Need(permission=Permission.STAFF_SAFETY_VIEW),
    Compartment.MARKED_HIGHER: Need(clearance=True),
}
"""The one table. VICTIM-08, DOMEX-09."""
CLEARED_FOR = tuple(compartment for compartment, need in NEEDS.items() if need.clearance)
"""The compartments for which somebody can be cleared."""


def held_at(at: datetime) -> Q:
    """Clearances that hold at an instant: the last day counts to its end, a withdrawn one does not."""
    day = clock.day_of(at)
    return Q(since__lte=day, until__gte=day) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))


def clearances_held(actor: User, at: datetime) -> QuerySet[Clearance]:
    """The actor's clearances that hold at an instant."""
    return Clearance.objects.filter(held_at(at), user=actor.pk)


def open_compartments(actor: User, *, at: datetime | None = None, column: str = "compartment") -> Q:
    """Rows in no compartment, or in one that is open to the actor, as a filter.

    Args:
        column: the way to the column that names the compartment; blank in it means none.
        at: the instant of asking; the present one unless told.
    """
    allowed = [name for name, need in NEEDS.items() if need.permission is None or may(actor, need.permission)]
    by_role = [name.value for name in allowed if not NEEDS[name].clearance]
    if_cleared = [name.value for name in allowed if NEEDS[name].clearance]
    held = clearances_held(actor, at or clock.now()).filter(kind__in=if_cleared)
    return Q(**{f"{column}__in": ["", *by_role]}) | Q(**{f"{column}__in": held.values("kind")})


def opens(actor: User, compartment: str, *, at: datetime) -> Decision:
    """Whether one compartment is open to the actor at an instant, and why or why not. Blank is no compartment."""
    if not compartment:
        return Decision(allowed=True, reason="It is in no compartment.")
    name = Compartment(compartment)
    need = NEEDS[name]
    if need.permission is not None and not may(actor, need.permission):
        return Decision(
            allowed=False,
            reason=f"Your role may not read “{name.label}”. If you need it, ask your information governance lead.",
        )
    if not need.clearance:
        return Decision(allowed=True, reason=f"Your role may read “{name.label}”.")
    clearance = clearances_held(actor, at).filter(kind=name).order_by("-until").first()
    if clearance is None:
        return Decision(
            allowed=False,
            reason=f"You have no clearance for “{name.label}” today. Ask your information governance lead.",
        )
    return Decision(
        allowed=True, reason=f"You are cleared for “{name.label}” from {clearance.since} to {clearance.until}."
    )
