"""One door to the register of potentially dangerous persons: the force that keeps a nominal reads it."""

from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.pdp.lifecycle import PDP_STEPS, PdpDecision, PdpState
from mappa.pdp.models import PdpNominal, PdpReview


def pdps_visible_to(actor: User) -> QuerySet[PdpNominal]:
    """Those that the actor's force keeps, with `latest` (the last decision), `due` and `history`, by due day."""
    if not may(actor, Permission.PDP_VIEW):
        return PdpNominal.objects.none()
    last = PdpReview.objects.filter(nominal=OuterRef("pk")).order_by("-pk")
    rows = PdpNominal.objects.filter(agency=actor.agency_id).select_related("agency", "area")
    rows = rows.annotate(
        latest=Subquery(last.values("decision")[:1]), due=Coalesce(Subquery(last.values("next_on")[:1]), "review_on")
    )
    history = Prefetch("reviews", PdpReview.objects.order_by("-pk"), to_attr="history")
    return rows.order_by("due", "pk").prefetch_related(history)


def state_of(nominal: PdpNominal) -> PdpState:
    """Where one of `pdps_visible_to` stands."""
    latest = nominal.latest  # type: ignore[attr-defined]
    return PDP_STEPS[PdpState.OPEN, PdpDecision(latest)] if latest else PdpState.OPEN


def is_late(nominal: PdpNominal, on: date) -> bool:
    """Whether its review is late. The last day is in time."""
    return state_of(nominal) is PdpState.OPEN and nominal.due < on  # type: ignore[attr-defined, no-any-return]
