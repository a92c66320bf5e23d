"""One door to referrals: an agency's own, and for those who gatekeep an area everything submitted in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Role, Scope
from mappa.cases.models import LevelRow
from mappa.kernel.clock import day_of
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.referrals.lifecycle import ReferralAction, ReferralState
from mappa.referrals.models import Referral, ReferralStep, Screening

NOT_YET_SENT = (ReferralState.DRAFT, ReferralState.WITHDRAWN)


def with_state(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Add `state` and `state_at` (what the latest step left, and when) and `received_at` (first submitted)."""
    steps = ReferralStep.objects.filter(referral=OuterRef("pk"))
    latest, received = steps.order_by("-id"), steps.filter(action=ReferralAction.SUBMIT).order_by("id")
    return referrals.annotate(
        state=Subquery(latest.values("state")[:1]),
        state_at=Subquery(latest.values("at")[:1], output_field=DateTimeField()),
        received_at=Subquery(received.values("at")[:1], output_field=DateTimeField()),
    )


def referrals_visible_to(actor: User, on: date) -> QuerySet[Referral]:
    """Referrals of people whom the actor may know of: their agency's own; in an area role every one sent.

    A draft is its agency's alone.
    """
    referrals = with_state(Referral.objects.filter(person__in=people_visible_to(actor, on)))
    own = Q(agency=actor.agency_id)
    seen = own | ~Q(state__in=NOT_YET_SENT) if SCOPES[Role(actor.role)] is Scope.AREA else own
    return referrals.filter(seen).select_related("person", "agency", "referrer")


def waiting_for_decision(actor: User, on: date) -> QuerySet[Referral]:
    """Those that stand before the gatekeeper now: submitted, or disputed and to be settled."""
    states = (ReferralState.SUBMITTED, ReferralState.DISPUTED)
    return referrals_visible_to(actor, on).filter(state__in=states)


def screenings_visible_to(actor: User, on: date) -> QuerySet[Screening]:
    """An agency's own screenings; in an area role everybody's."""
    screenings = Screening.objects.filter(person__in=people_visible_to(actor, on)).select_related("agency", "screener")
    return screenings if SCOPES[Role(actor.role)] is Scope.AREA else screenings.filter(agency=actor.agency_id)


def before(
    actor: User, person: Person, on: date, *, but: Referral | None = None
) -> tuple[list[Referral], list[LevelRow], list[Screening]]:
    """What came before, as far as the actor may see it: other referrals, levels set, screenings (REFER-18)."""
    referrals = referrals_visible_to(actor, on).filter(person=person).exclude(pk=but.pk if but else None)
    levels = LevelRow.objects.filter(case__person=person, since__lte=on)
    screenings = screenings_visible_to(actor, on).filter(person=person)
    return list(referrals), list(levels), list(screenings)


def names_of(referral: Referral) -> dict[str, str]:
    """The names of those who took the referral's steps, by the name they sign in with."""
    people = User.objects.filter(username__in=[step.by for step in referral.steps.all()])
    return dict(people.values_list("username", "name"))


_EVENTS: dict[str, tuple[str, dict[str, Any]]] = {
    ReferralAction.SUBMIT: ("referral_received", {}),
    ReferralAction.RETURN: ("referral_returned", {}),
    ReferralAction.RESUBMIT: ("referral_resubmitted", {}),
    ReferralAction.ACCEPT: ("referral_decided", {"outcome": "accepted"}),
    ReferralAction.OVERRULE: ("referral_decided", {"outcome": "accepted"}),
    ReferralAction.REJECT: ("referral_decided", {"outcome": "rejected"}),
}


def events_for(person: Person) -> list[dict[str, Any]]:
    """The person's referrals as dated happenings in the duty engine's words, oldest first."""
    steps = ReferralStep.objects.filter(referral__person=person, action__in=list(_EVENTS))
    return as_events(steps.select_related("referral").order_by("at", "id"))


def as_events(steps: Iterable[ReferralStep]) -> list[dict[str, Any]]:
    """Steps of referrals in the duty engine's words. Steps that it does not know are left out."""
    events: list[dict[str, Any]] = []
    for step in steps:
        if step.action not in _EVENTS:
            continue
        kind, more = _EVENTS[step.action]
        event = {"type": kind, "date": day_of(step.at), **more}
        if kind == "referral_received":
            event["level_sought"] = step.referral.level_sought
        if more.get("outcome") == "accepted":
            event["level"] = step.level
        events.append(event)
    return events
