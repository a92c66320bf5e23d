"""Break the glass, and everyone knows."""

from datetime import datetime, timedelta

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require
from mappa.people.models import EmergencyAccess, Person
from mappa.people.selectors import people_visible_to, within_walls
from mappa.sharing.selectors import emergencies_visible_to

# Both are promises of this product to the people on record, not numbers of law or guidance.
LASTS = timedelta(hours=1)
SHORTEST_REASON = 20
"""Characters, so that a reviewer finds a sentence."""


@transaction.atomic
def open_emergency(*, reference: str, reason: str, actor: User, at: datetime, lasts: timedelta = LASTS) -> datetime:
    """Let the actor know one person for an hour. Says when that ends, and nothing about whether there is such a record.

    An unknown reference, a record behind a wall and a record that opens are answered alike and audited alike.
    While access runs, asking again changes nothing.

    Args:
        reference: as the actor gave it.
        reason: why it cannot wait, for the person who reviews it.
        at: now. Access counts from here, and not at `at + lasts`.

    Raises:
        Refused: the actor's role may not take emergency access.
        Incomplete: the reason is too short for anybody to review.

    Covers: INFO-05.
    """
    require(may(actor, Permission.BREAK_GLASS))
    reference, reason = reference.strip().upper(), reason.strip()
    problems = {}
    if not reference:
        problems["reference"] = "Enter the reference of the record."
    if len(reason) < SHORTEST_REASON:
        problems["reason"] = f"Say why it cannot wait, in {SHORTEST_REASON} characters or more."
    if problems:
        raise Incomplete("Nothing was opened.", problems)
    person = Person.objects.filter(within_walls(actor, ""), reference=reference).first()
    ends_at = at + lasts
    if person and not people_visible_to(actor, clock.day_of(at), at=at).filter(pk=person.pk).exists():
        EmergencyAccess.objects.create(person=person, user=actor, reason=reason, opened_at=at, ends_at=ends_at)
    record(
        what=What.ACCESS,
        operation="sharing:emergency:open",
        actor=actor,
        subject_type="person" if person else "reference",
        subject=reference[:64],
        at=at,
        purpose=reason,
    )
    return ends_at


@transaction.atomic
def review_emergency(*, access: int, finding: str, actor: User, at: datetime) -> EmergencyAccess:
    """Close an emergency access with what the reviewer found. It stays on the list until then.

    Raises:
        EmergencyAccess.DoesNotExist: no such access, or the actor may not know of it.
        Refused: the actor's role does not review, or the actor took this access.
        NotPossible: it was reviewed already.
        Incomplete: no finding.
    """
    require(may(actor, Permission.BREAK_GLASS_REVIEW))
    row = emergencies_visible_to(actor, clock.day_of(at)).get(pk=access)
    if row.user_id == actor.pk:
        raise Refused("You took this access, so somebody else must review it. Ask another reviewer in your area.")
    if not finding.strip():
        raise Incomplete("A finding is missing, so this stays open.", {"finding": "Say what you found."})
    waiting = EmergencyAccess.objects.filter(pk=row.pk, reviewed_at__isnull=True)
    if not waiting.update(reviewed_at=at, reviewed_by=actor, finding=finding.strip()):
        raise NotPossible("Somebody has reviewed this already. Open it again to read what they found.")
    record(
        what=What.ALTERATION,
        operation="sharing:emergency:review",
        actor=actor,
        subject=row.person.reference,
        at=at,
        access=row.pk,
    )
    row.refresh_from_db()
    return row
