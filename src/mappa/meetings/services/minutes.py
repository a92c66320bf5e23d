"""Approving minutes, issuing them, and each agency's receipt."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, AgencyKind
from mappa.agencies.selectors import contact_of
from mappa.agencies.sending import Sent, may_be_sent
from mappa.audit.models import What
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.meetings import standards
from mappa.meetings.lifecycle import MeetingAction, MeetingState
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.models import Meeting, MinutesIssue, MinutesVersion
from mappa.meetings.services.telling import locked_state, take_step, tell


@transaction.atomic
def approve_minutes(*, meeting: Meeting, read_sha256: str, actor: User, at: datetime) -> MinutesVersion:
    """Lock the minutes as they were read. What is written later needs another approval and makes the next version.

    Approving twice what has not changed gives the version there is.

    Args:
        read_sha256: the hash of the content that the chair read.

    Raises:
        Refused: the actor's role does not approve minutes.
        NotPossible: the meeting was not held, or a section cannot be read.
        Incomplete: the text changed since the chair read it.
    Covers: MEET-28, MEET-29 (what is issued is approved).
    """
    require(may(actor, Permission.MINUTES_APPROVE))
    state = locked_state(meeting)
    content = content_of(meeting)
    for item in meeting.items.all():
        item.require_readable(to="approved")
    digest = sha256_of(content)
    last = meeting.minutes.order_by("number").last()
    if last and last.sha256 == digest:
        return last
    if state and read_sha256 != digest:
        message = "The minutes changed after you opened them, so they were not approved. Read them again below."
        raise Incomplete(message, {"sha256": message})
    take_step(meeting, MeetingAction.APPROVE_MINUTES, actor=actor, at=at)
    version = MinutesVersion.objects.create(
        meeting=meeting,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=digest,
        approved_at=at,
        approved_by=actor.username,
    )
    tell(meeting, "meetings:minutes:approve", actor=actor, at=at, number=version.number, sha256=digest)
    return version


def recipients_of(meeting: Meeting, actor: User) -> list[Agency]:
    """Who gets the minutes: those invited, the core agencies of the area, and its co-ordination unit (MEET-30, 34)."""
    invited = meeting.invitations.values("agency")
    kinds = [*standards.core_agency_kinds(meeting.case.edition), AgencyKind.COORDINATION_UNIT]
    wanted = Q(pk__in=invited) | Q(areas=actor.area_id, kind__in=kinds)
    return list(Agency.objects.filter(wanted).distinct().order_by("name"))


@transaction.atomic
def issue_minutes(*, meeting: Meeting, actor: User, at: datetime) -> list[MinutesIssue]:
    """Issue the approved version to the contact of every recipient. Issuing twice issues once.

    A recipient to whom nothing may be sent is left out, and the record says so.

    Raises:
        Refused: the actor's role does not issue minutes.
        NotPossible: no minutes are approved.
    Covers: INFO-10, MEET-29, MEET-30, MEET-34.
    """
    require(may(actor, Permission.MINUTES_ISSUE))
    state = locked_state(meeting)
    version = meeting.minutes.order_by("number").last()
    if state is MeetingState.MINUTES_ISSUED and version:
        return list(version.issues.all())
    take_step(meeting, MeetingAction.ISSUE_MINUTES, actor=actor, at=at)
    if version is None:
        raise NotPossible("There are no approved minutes to issue. The chair approves them first.")
    issues = []
    for agency in recipients_of(meeting, actor):
        if not may_be_sent(agency, Sent.MINUTES, day_of(at)):
            tell(meeting, "meetings:minutes:withhold", actor=actor, at=at, agency=agency.code)
            continue
        contact = contact_of(agency, actor.area, day_of(at))
        issues.append(
            MinutesIssue.objects.create(
                minutes=version, agency=agency, contact=contact, issued_at=at, issued_by=actor.username
            )
        )
        tell(meeting, "meetings:minutes:issue", actor=actor, at=at, what=What.DISCLOSURE, to=agency.code)
    return issues


@transaction.atomic
def acknowledge_minutes(*, issue: MinutesIssue, actor: User, at: datetime) -> MinutesIssue:
    """Record that the actor's agency has received its copy. The first receipt stands.

    Raises:
        Refused: the actor's role receives no minutes.
        MinutesIssue.DoesNotExist: the copy went to another agency.
    Covers: MEET-30.
    """
    require(may(actor, Permission.MINUTES_RECEIVE))
    held = MinutesIssue.objects.select_for_update().get(pk=issue.pk, agency=actor.agency_id)
    if held.received_at is None:
        held.received_at, held.received_by = at, actor.username
        held.save(update_fields=["received_at", "received_by"])
        tell(held.minutes.meeting, "meetings:minutes:receive", actor=actor, at=at, what=What.CONSULTATION)
    return held
