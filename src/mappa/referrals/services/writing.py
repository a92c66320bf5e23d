"""Writing form A, section by section, and sending it to the co-ordinator."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import edition_on
from mappa.agencies.sending import Sent, refusals
from mappa.audit.models import What
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, Stale, require
from mappa.kernel.models import next_reference
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.referrals.completeness import Missing, missing
from mappa.referrals.lifecycle import EDITABLE, ReferralAction, ReferralState, referral_after
from mappa.referrals.models import Referral, ReferralInvitee, ReferralStep
from mappa.referrals.policy import gap_questions
from mappa.referrals.prefill import known_facts
from mappa.referrals.sections import BY_KEY
from mappa.referrals.selectors import referrals_visible_to
from mappa.referrals.services.steps import check, look, take, tell


@transaction.atomic
def start_referral(*, person_reference: str, actor: User, at: datetime) -> Referral:
    """Begin form A for a person, filled in with what is already known; or go on with the agency's own draft.

    Raises:
        Person.DoesNotExist: no such person, or the actor may not know of them.
        Refused: the actor's role may not refer.
    Covers: REFER-01, REFER-03, REFER-18.
    """
    on = day_of(at)
    person = people_visible_to(actor, on).get(reference=person_reference)
    require(may(actor, Permission.REFERRAL_MAKE))
    Person.objects.select_for_update().get(pk=person.pk)  # two presses of the button give one draft
    mine = referrals_visible_to(actor, on).filter(person=person, agency=actor.agency_id)
    begun = mine.filter(state__in=EDITABLE).first()
    if begun:
        return begun
    referral = Referral.objects.create(
        reference=next_reference(f"{actor.area.prefix}-R-{on.year}"),
        person=person,
        referrer=actor,
        agency=actor.agency,
        created_at=at,
        changed_at=at,
        changed_by=actor.username,
        **known_facts(person, on),
    )
    state = referral_after(None, ReferralAction.START)
    ReferralStep.objects.create(referral=referral, action=ReferralAction.START, state=state, at=at, by=actor.username)
    tell(referral, "referrals:referral:start", actor=actor, at=at, what=What.COLLECTION)
    return referrals_visible_to(actor, on).get(pk=referral.pk)


@transaction.atomic
def save_section(
    *, reference: str, section: str, values: Mapping[str, Any], read_version: int, actor: User, at: datetime
) -> Referral:
    """Save the answers of one section of a draft, complete or not.

    Args:
        read_version: the version of the referral that the page was made from.

    Raises:
        Referral.DoesNotExist: no such referral, or the actor may not know of it.
        Refused: it is another agency's.
        NotPossible: it has been sent, or a part of it cannot be read, so it can no longer be changed.
        Stale: somebody saved this section since. Nothing is saved.
    """
    referral = _to_write(reference, actor, at)
    referral.require_readable()
    kept = {name: values[name] for name in BY_KEY[section].fields if name in values}
    referral.save_over(read_version=read_version, by=actor.username, at=at, **kept)
    tell(referral, "referrals:referral:write", actor=actor, at=at, section=section)
    return referral


@transaction.atomic
def save_invitees(
    *,
    reference: str,
    invitees: Sequence[tuple[Agency, str]],
    read_version: int,
    actor: User,
    at: datetime,
) -> Referral:
    """Save who should be at the meeting, each with the reason. Errors as for `save_section`.

    Covers: REFER-04, MEET-08.
    """
    referral = _to_write(reference, actor, at)
    wrong = {f"invitees-{i}": "Say why they are invited" for i, (_, reason) in enumerate(invitees) if not reason}
    if wrong:
        raise Incomplete("Nothing was saved: every invited agency needs a reason.", wrong)
    if len({agency.pk for agency, _ in invitees}) < len(invitees):
        raise Incomplete("Nothing was saved: an agency is named twice. Name it once, with all the reasons.")
    if refused := refusals((agency for agency, _ in invitees), Sent.INVITATION, day_of(at)):
        raise Incomplete("Nothing was saved. " + " ".join(refused))
    referral.save_over(read_version=read_version, by=actor.username, at=at)
    referral.invitees.all().delete()
    ReferralInvitee.objects.bulk_create(
        ReferralInvitee(referral=referral, agency=agency, reason=reason) for agency, reason in invitees
    )
    tell(referral, "referrals:referral:write", actor=actor, at=at, section="invitees")
    return referral


@transaction.atomic
def submit_referral(*, reference: str, actor: User, at: datetime, read_version: int | None = None) -> ReferralStep:
    """Send a draft, or a returned referral once more, to the co-ordinator. Receipt starts the decision clock.

    Args:
        read_version: the version whose answers the sender checked; None for callers who show no page.

    Raises:
        Incomplete: answers are missing. `fields` has one entry for each, in the order of the form.
        Stale: the answers changed since they were checked.
        Referral.DoesNotExist, Refused, NotPossible: as for every step.
    Covers: REFER-03 to REFER-06, REFER-10, IDENT-10, MEET-08. The clock (REFER-07) belongs to the duties.
    """
    referral = look(reference, actor, at)
    first = referral.state != ReferralState.RETURNED
    action = ReferralAction.SUBMIT if first else ReferralAction.RESUBMIT
    state = check(referral, action, actor)
    if read_version is not None and read_version != referral.version:
        raise Stale(
            f"{referral.changed_by} changed this referral after you opened this page, so it was not sent."
            " Check the answers again, then send it."
        )
    gaps = what_is_missing(referral, day_of(at))
    if gaps:
        raise Incomplete(
            f"This referral was not sent: {len(gaps)} answers are missing. Nothing you wrote was lost.",
            {gap.question: gap.say for gap in gaps},
        )
    return take(referral, action, state, actor=actor, at=at)


def what_is_missing(referral: Referral, on: date) -> list[Missing]:
    """What the referral still needs, in the order of the form."""
    asked = gap_questions(edition_on(referral.referrer.area, on))
    return missing(referral, invitees=referral.invitees.count(), gap_questions=asked, on=on)


@transaction.atomic
def withdraw_referral(*, reference: str, reason: str, actor: User, at: datetime) -> ReferralStep:
    """Put away a draft that was begun by mistake. It stays on record, for its own agency."""
    referral = look(reference, actor, at)
    state = check(referral, ReferralAction.WITHDRAW, actor)
    if not reason.strip():
        raise Incomplete("The draft was not put away.", {"reason": "Say why the draft is not needed"})
    return take(referral, ReferralAction.WITHDRAW, state, actor=actor, at=at, reason=reason)


def _to_write(reference: str, actor: User, at: datetime) -> Referral:
    referral = look(reference, actor, at)
    require(may(actor, Permission.REFERRAL_MAKE))
    if referral.agency_id != actor.agency_id:
        raise Refused(f"{referral.agency.name} made this referral, so only they can change it. Ask them.")
    if referral.state not in EDITABLE:
        raise NotPossible(
            f"This referral is {referral.state}, so its answers can no longer be changed. Nothing was saved."
            " Ask the co-ordinator to return it if something is wrong."
        )
    return referral
