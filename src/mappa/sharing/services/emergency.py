"""Break the glass, and everyone knows."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import AuditEvent, What
from mappa.audit.purposes import EMERGENCY
from mappa.audit.services import Actor, forget_answers, kept, record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require
from mappa.kernel.reading import wider
from mappa.people.models import EmergencyAccess, IdentifierKind, Person
from mappa.people.selectors import people_visible_to, within_walls
from mappa.people.visibility import SOURCES, Question
from mappa.sharing.selectors import emergencies_visible_to

SHORTEST_REASON = 20
"""Characters, so that a reviewer finds a sentence. A promise of this product, not a number of law or guidance."""
READING = frozenset({What.CONSULTATION, What.ACCESS})
OWN_WORK = (
    "documents:", "sharing:pointer:", "sharing:share:accept", "sharing:further-use:", "meetings:request:answer",
    "meetings:minutes-request:ask", "plans:action:report",
)  # fmt: skip
"""What somebody does with what their agency was asked, given or sent, so needs no sight of the record for."""


def only_read_in_an_emergency(event: AuditEvent, actor: Actor) -> None:
    """Refuse a change to a record that the actor knows by emergency access alone: it opens a record for reading.

    Asked before every act is recorded, so it holds for every service that there is. What the actor has opened is asked
    once for an instant where many acts are recorded in one transaction.

    Raises:
        Refused: nothing else opens the record to the actor at that instant.
    Covers: MEET-31.
    """
    if event.what in READING or event.subject_type != "person" or event.operation.startswith(OWN_WORK):
        return
    if not isinstance(actor, User):
        return
    if event.subject in _opened_by(actor, event.at) and not _known_otherwise(event, actor):
        raise Refused(
            "You opened this record in an emergency, which is for reading alone, so nothing was changed. Tell the "
            "agency that manages the record what should be done, or ask to be involved."
        )


def _opened_by(actor: User, at: datetime) -> frozenset[str]:
    """The references of the records that the actor has opened in an emergency at an instant."""

    def ask() -> frozenset[str]:
        if not may(actor, Permission.BREAK_GLASS):
            return frozenset()
        taken = EmergencyAccess.objects.filter(user=actor.pk, opened_at__lte=at, ends_at__gt=at)
        return frozenset(taken.values_list("person__reference", flat=True))

    return kept((_opened_by, actor.pk, at), ask)


def _known_otherwise(event: AuditEvent, actor: User) -> bool:
    question = Question(actor, clock.day_of(event.at), event.at)
    found = [source.rows(question) for source in SOURCES if source.name != "emergency"]
    return any(rows.filter(person__reference=event.subject).exists() for rows in found if rows is not None)


def lasts() -> timedelta:
    """How long emergency access lasts, as this installation has it: an hour unless it is set otherwise."""
    return timedelta(minutes=settings.ENVIRONMENT.emergency_minutes)


@transaction.atomic
@wider("emergency")
def open_emergency(*, reference: str, reason: str, actor: User, at: datetime) -> datetime:
    """Let the actor read one record for an hour. Says when that ends, and nothing about whether there is such a record.

    An unknown reference, a record behind a wall and a record that opens are answered alike and audited alike.
    While access runs, asking again changes nothing.

    Args:
        reference: as the actor gave it.
        reason: why it cannot wait, for the person who reviews it. It is kept with the access and not in the log; where
            nothing was opened there is nothing to review, and it is not kept.
        at: now. Access counts from here, and not at the instant when it ends.

    Raises:
        Refused: the actor's role may not take emergency access.
        Incomplete: the reason is too short for anybody to review.

    Covers: INFO-05, MEET-31.
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
    named = Q(reference=reference) | Q(identifiers__kind=IdentifierKind.MERGED, identifiers__value=reference)
    known = Person.objects.filter(within_walls(actor, "", at=at, in_emergency=True), merged_into__isnull=True)
    person = known.filter(named).distinct().first()
    ends_at = at + lasts()
    if person and not people_visible_to(actor, clock.day_of(at), at=at).filter(pk=person.pk).exists():
        EmergencyAccess.objects.create(person=person, user=actor, reason=reason, opened_at=at, ends_at=ends_at)
        forget_answers()
    record(
        what=What.ACCESS,
        operation="sharing:emergency:open",
        actor=actor,
        subject_type="person" if person else "reference",
        subject=reference[:64],
        at=at,
        purpose=EMERGENCY,
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
