"""Recording a potentially dangerous person, and reviewing whether the grounds still hold. No level, form or count."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import AgencyKind
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, Refused, require
from mappa.kernel.models import next_reference
from mappa.pdp import policy
from mappa.pdp.lifecycle import PdpDecision, pdp_after
from mappa.pdp.models import PdpNominal, PdpReview
from mappa.pdp.selectors import pdps_visible_to, state_of


@transaction.atomic
def record_pdp(
    *, family_name: str, given_names: str, date_of_birth: date | None, grounds: str, authorised_by: str,
    authorised_rank: str, authorised_on: date, review_on: date, actor: User, at: datetime,
) -> PdpNominal:  # fmt: skip
    """Record somebody as a nominal of this kind, on a senior officer's authority.

    Args:
        review_on: the last day on which the first review is in time; a day to come.

    Raises:
        Refused: the actor keeps no such nominals, or acts for no police force.
        Incomplete: something is missing or cannot be.
    Covers: NOMINAL-20, PDP-03.
    """
    require(may(actor, Permission.PDP_KEEP))
    if actor.agency.kind != AgencyKind.POLICE:
        raise Refused("Only a police force keeps this register. Act for yours, or ask the police to record it.")
    on = day_of(at)
    edition = edition_on(actor.area, on)
    needed = {
        "family_name": (family_name, "Enter the family name"),
        "grounds": (grounds, "Give the grounds: why serious harm is likely now"),
        "authorised_by": (authorised_by, "Name the officer who authorised it"),
    }
    wrong = {name: say for name, (value, say) in needed.items() if not value.strip()}
    if authorised_rank not in policy.ranks(edition):
        wrong["authorised_rank"] = "Choose the rank. Nobody below the first may authorise it"
    if authorised_on > on:
        wrong["authorised_on"] = "Enter a day that has come: nothing is recorded before it is authorised"
    if date_of_birth and date_of_birth > on:
        wrong["date_of_birth"] = "Enter a day that has come"
    if review_on <= on:
        wrong["review_on"] = "Enter a day to come"
    if wrong:
        raise Incomplete("Nobody was recorded, because something is missing or wrong.", wrong)
    made = PdpNominal.objects.create(
        reference=next_reference(f"{actor.area.prefix}-PD"), agency_id=actor.agency_id, area=actor.area,
        family_name=family_name.strip(), given_names=given_names.strip(), date_of_birth=date_of_birth,
        grounds=grounds.strip(), edition=edition, authorised_by=authorised_by.strip(),
        authorised_rank=authorised_rank, authorised_on=authorised_on, review_on=review_on, at=at, by=actor.username,
    )  # fmt: skip
    _tell("record", made, actor=actor, at=at, what=What.COLLECTION)
    return made


@transaction.atomic
def review_pdp(
    *, nominal: PdpNominal, decision: str, reason: str, reviewer: str, on: date, next_on: date | None, actor: User,
    at: datetime,
) -> PdpReview:  # fmt: skip
    """Record whether the grounds still hold.

    Args:
        next_on: the last day of the next review, needed where it goes on.

    Raises:
        PdpNominal.DoesNotExist: another force keeps it, or none.
        Refused: the actor keeps no such nominals.
        Incomplete: something is missing or cannot be.
        NotPossible: it has ended.
    Covers: NOMINAL-20, PDP-03.
    """
    held = pdps_visible_to(actor).get(pk=nominal.pk)
    require(may(actor, Permission.PDP_KEEP))
    PdpNominal.objects.select_for_update().get(pk=held.pk)
    held = pdps_visible_to(actor).get(pk=nominal.pk)
    wrong = {}
    if decision not in PdpDecision.values:
        wrong["decision"] = "Choose what the review decided"
    if not reason.strip():
        wrong["reason"] = "Give the reason"
    if not reviewer.strip():
        wrong["reviewer"] = "Name who reviewed it"
    if on > day_of(at):
        wrong["on"] = "Enter a day that has come"
    if decision == PdpDecision.GO_ON and (next_on is None or next_on <= on):
        wrong["next_on"] = "Give the day of the next review, after this one"
    if wrong:
        raise Incomplete("The review was not recorded.", wrong)
    chosen = PdpDecision(decision)
    pdp_after(state_of(held), chosen)
    made = PdpReview.objects.create(
        nominal=held, agency_id=held.agency_id, decision=chosen, reason=reason.strip(), reviewer=reviewer.strip(),
        on=on, next_on=next_on if chosen is PdpDecision.GO_ON else None, at=at, by=actor.username,
    )  # fmt: skip
    _tell("review", held, actor=actor, at=at, what=What.ALTERATION, decision=chosen.value)
    return made


def _tell(step: str, nominal: PdpNominal, *, actor: User, at: datetime, what: What, **details: str) -> None:
    record(
        what=what, operation=f"pdp:nominal:{step}", actor=actor, subject=nominal.reference, subject_type="pdp", at=at,
        **details,
    )  # fmt: skip
