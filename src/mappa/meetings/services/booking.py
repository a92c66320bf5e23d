"""Booking a meeting: invitations and requests for information go out in the same step."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of, contact_of
from mappa.agencies.sending import Sent, may_be_sent, refusals
from mappa.cases.models import Case
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.models import next_reference
from mappa.meetings import standards
from mappa.meetings.lifecycle import MeetingAction, MeetingState
from mappa.meetings.models import InformationRequest, Invitation, Meeting, MeetingKind
from mappa.meetings.selectors import accepted_referral, held_on, with_state
from mappa.meetings.services.sharing import end_what_was_shared, share_who_it_is_about
from mappa.meetings.services.telling import take_step, tell

NOBODY_FOR_VICTIMS = (
    "Nobody is invited to speak to victims' issues: victim liaison is missing. Its part is asked for at every level"
    " 2 and 3 meeting, whether or not a victim is recorded."
)


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What is to be booked, as typed.

    Args:
        level: 2 or 3.
        minutes_long: length of the slot.
        late_reason: why the meeting lies past the last day in time, when it does.
        asked: what every agency is asked to look for.
        invited: each agency invited, with the reason for inviting it (MEET-08).
    """

    level: int
    kind: MeetingKind
    starts_at: datetime
    minutes_long: int
    place: str
    chair: User
    asked: str
    minute_taker: User | None = None
    emergency_reason: str = ""
    late_reason: str = ""
    invited: tuple[tuple[Agency, str], ...] = field(default_factory=tuple)


def named_in_referral(case: Case) -> dict[Agency, str]:
    """The agencies that the accepted referral names, each with why."""
    referral = accepted_referral(case)
    return {one.agency: one.reason for one in referral.invitees.select_related("agency")} if referral else {}


def speakers_for_victims(case: Case, actor: User, on: date) -> QuerySet[Agency]:
    """The agencies of the area that speak to victims' issues at a meeting (VICTIM-05)."""
    kinds = standards.kinds_that_speak_for_victims(case.edition)
    return agencies_of(actor.area, on).filter(kind__in=kinds)


def nobody_speaks_for_victims(meeting: Meeting) -> list[str]:
    """A sentence where nobody is invited to speak to victims' issues; none for a core group (VICTIM-05).

    It is the same whether or not a victim is recorded, so it tells nothing of one.
    """
    kinds = standards.kinds_that_speak_for_victims(meeting.case.edition)
    if meeting.kind == MeetingKind.CORE_GROUP or meeting.invitations.filter(agency__kind__in=kinds).exists():
        return []
    return [NOBODY_FOR_VICTIMS]


def last_day_in_time(case: Case, level: int, before: datetime) -> standards.ReviewLimit | None:
    """The last day on which the next meeting after the last full one held is in time; None when there was none."""
    held = with_state(Meeting.objects.filter(case=case, starts_at__lt=before))
    full = held.exclude(state__in=[MeetingState.CANCELLED, MeetingState.SCHEDULED]).filter(
        kind__in=[MeetingKind.INITIAL, MeetingKind.REVIEW]
    )
    last = full.order_by("-starts_at").first()
    return standards.review_limit(level, case.edition, held_on(last)) if last else None


def _check(case: Case, booking: Booking, actor: User, at: datetime) -> None:
    wrong: dict[str, str] = {}
    if booking.starts_at <= at:
        wrong["day"] = "The meeting must start later than now. Choose another day or time."
    kinds = standards.chair_agency_kinds(case.edition)
    if booking.chair.agency.kind not in kinds:
        wrong["chair"] = f"{booking.chair.name} cannot chair: the chair must come from {', '.join(kinds)}."
    if booking.kind == MeetingKind.EMERGENCY and not booking.emergency_reason.strip():
        wrong["emergency_reason"] = "Say why the meeting cannot wait for the calendar."
    limit = last_day_in_time(case, booking.level, booking.starts_at)
    if limit and day_of(booking.starts_at) > limit.last_day and not booking.late_reason.strip():
        wrong["late_reason"] = (
            f"The review is due by {limit.last_day:%d %B %Y} ({limit.because}). Say why the meeting is later, or choose"
            " an earlier day."
        )
    if not booking.invited:
        wrong["invited"] = "Invite at least one agency, with the reason."
    elsewhere = [a.name for a, _ in booking.invited if not a.areas.filter(pk=actor.area_id).exists()]
    if elsewhere or any(not reason.strip() for _, reason in booking.invited):
        wrong["invited"] = "Invite only agencies registered in your area, each with a reason."
    elif refused := refusals((agency for agency, _ in booking.invited), Sent.INVITATION, day_of(at)):
        wrong["invited"] = " ".join(refused)
    if wrong:
        raise Incomplete("The meeting was not booked, because something is missing or wrong. Put it right.", wrong)


@transaction.atomic
def schedule_meeting(*, case: Case, booking: Booking, actor: User, at: datetime) -> Meeting:
    """Book a meeting, invite agencies, and ask every agency that should search for what it holds.

    Those asked are the agencies invited, those that the accepted referral names, and the core agencies of the area.
    Nothing is asked of an agency that the referral names when nothing may be sent to it.
    The same booking sent twice gives one meeting.

    Raises:
        Refused: the actor's role may not book meetings.
        Incomplete: something is missing or wrong, or an agency may not be invited; `fields` says what.
    Covers: INFO-10, MEET-04, MEET-07, MEET-08, MEET-18, MEET-22, MEET-37, REVIEW-11.
    """
    require(may(actor, Permission.MEETING_SCHEDULE))
    Case.objects.select_for_update().get(pk=case.pk)
    same = with_state(Meeting.objects.filter(case=case, starts_at=booking.starts_at))
    if again := same.exclude(state=MeetingState.CANCELLED).first():
        return again
    _check(case, booking, actor, at)
    meeting = Meeting.objects.create(
        reference=next_reference(f"{actor.area.prefix}-M-{day_of(booking.starts_at).year}"),
        case=case,
        level=booking.level,
        kind=booking.kind,
        starts_at=booking.starts_at,
        minutes_long=booking.minutes_long,
        place=booking.place,
        emergency_reason=booking.emergency_reason,
        chair=booking.chair,
        minute_taker=booking.minute_taker,
    )
    take_step(meeting, MeetingAction.SCHEDULE, actor=actor, at=at, reason=booking.late_reason)
    _invite(meeting, booking, actor, at)
    _ask(meeting, booking, actor, at)
    share_who_it_is_about(meeting, chair=booking.chair, actor=actor, at=at)
    tell(meeting, "meetings:meeting:schedule", actor=actor, at=at)
    return meeting


def _invite(meeting: Meeting, booking: Booking, actor: User, at: datetime) -> None:
    for agency, reason in booking.invited:
        contact = contact_of(agency, actor.area, day_of(at))
        Invitation.objects.get_or_create(
            meeting=meeting, agency=agency, defaults={"contact": contact, "reason": reason, "sent_at": at}
        )


def _ask(meeting: Meeting, booking: Booking, actor: User, at: datetime) -> None:
    on = day_of(at)
    asked = dict(reversed(booking.invited))
    for agency, reason in named_in_referral(meeting.case).items():
        asked.setdefault(agency, reason)
    core = standards.core_agency_kinds(meeting.case.edition)
    for agency in agencies_of(actor.area, on).filter(kind__in=core):
        asked.setdefault(agency, "Core agency of the area")
    for agency in sorted(asked, key=lambda one: one.code):
        if not may_be_sent(agency, Sent.REQUEST, on):
            tell(meeting, "meetings:request:withhold", actor=actor, at=at, agency=agency.code)
            continue
        InformationRequest.objects.create(
            reference=next_reference(f"{actor.area.prefix}-I-{on.year}"),
            meeting=meeting,
            agency=agency,
            contact=contact_of(agency, actor.area, on),
            asked=booking.asked,
            reason=asked[agency],
            sent_at=at,
            sent_by=actor.username,
            due=standards.reply_due(on, meeting.case.edition),
        )


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, actor: User, at: datetime) -> None:
    """Cancel a meeting that has not begun. What was asked for it need not be answered any more.

    Raises:
        Refused: the actor's role may not book meetings.
        Incomplete: no reason is given.
        NotPossible: the meeting has begun, or was cancelled before.
    """
    require(may(actor, Permission.MEETING_SCHEDULE))
    if not reason.strip():
        raise Incomplete("Nothing was cancelled.", {"reason": "Say why the meeting is cancelled."})
    take_step(meeting, MeetingAction.CANCEL, actor=actor, at=at, reason=reason)
    end_what_was_shared(meeting, actor=actor, at=at)
    tell(meeting, "meetings:meeting:cancel", actor=actor, at=at)
