"""Running a meeting: opening, attendance, views, the decision on level and category, the next date, closing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.cases.levels import require_level_allowed
from mappa.cases.services import set_level
from mappa.kernel.announcements import gathering
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.meetings import category_3, level_tests, standards
from mappa.meetings.completeness import attendance_gap, gaps
from mappa.meetings.lifecycle import MeetingAction, MeetingState
from mappa.meetings.models import AgencyView, Invitation, Meeting, MeetingDecision
from mappa.meetings.selectors import held_on
from mappa.meetings.services.core_group import FULL_MEETING, CoreGroup, keep, missing_in
from mappa.meetings.services.telling import locked_state, take_step, tell
from mappa.meetings.services.writing import begin_minutes

ATTENDANCE = (("attended", "Attended"), ("deputy", "Sent a deputy"), ("report", "Sent a report"), ("absent", "Absent"))


@dataclass(frozen=True, kw_only=True)
class Presence:
    """How one agency took part."""

    attendance: str
    representative: str = ""
    has_authority: bool | None = None
    joined_remotely: bool = False
    private_place: bool = False
    confidentiality_accepted: bool = False


@dataclass(frozen=True, kw_only=True)
class LevelDecision:
    """What the meeting decides about level and category.

    Args:
        reason: the answer to the governing question: the lowest level that still gives a defensible plan (LEVEL-02).
        answers: by limb of the tests: yes, no or cannot_tell (LEVEL-08).
        lower_level_considered: what was said about a lower level (LEVEL-10).
        category_3: for somebody in Category 3, continue or remove (IDENT-15).
    """

    level: int | None
    category: int | None
    reason: str
    lower_level_considered: str
    answers: dict[str, str]
    category_3: str = ""
    category_3_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NextMeeting:
    """When the next review is, and who does it if a core group does.

    `substitute`: how it is done instead, and by whom, when that day is late.
    """

    on: date | None
    kind: str
    late_reason: str = ""
    substitute: str = ""
    core_group: CoreGroup = FULL_MEETING


def _chairs(meeting: Meeting, actor: User, operation: str) -> None:
    require(may(actor, Permission.MEETING_CHAIR))
    if locked_state(meeting) is not MeetingState.OPEN:
        raise NotPossible(
            f"You can {operation} only while the meeting is open. Go back to the meeting to see where it is."
        )


@transaction.atomic
def open_meeting(*, meeting: Meeting, actor: User, at: datetime) -> None:
    """Open a meeting and lay out its minutes, with what the last one leaves to be reviewed. Twice is once.

    Raises:
        Refused: the actor's role does not chair.
        NotPossible: it is over or cancelled.
    Covers: MEET-23.
    """
    require(may(actor, Permission.MEETING_CHAIR))
    if locked_state(meeting) is MeetingState.OPEN:
        return
    take_step(meeting, MeetingAction.OPEN, actor=actor, at=at)
    begin_minutes(meeting)
    tell(meeting, "meetings:meeting:open", actor=actor, at=at)


@transaction.atomic
def record_attendance(*, meeting: Meeting, presences: dict[int, Presence], actor: User, at: datetime) -> None:
    """Record how each agency took part, by the id of its invitation.

    Raises:
        Refused, NotPossible: the actor does not chair, or the meeting is not open.
        Incomplete: `fields` maps the id of an invitation to what is missing.
    Covers: MEET-07, MEET-09, MEET-15, MEET-16.
    """
    _chairs(meeting, actor, "record attendance")
    wrong: dict[str, str] = {}
    for invitation in meeting.invitations.select_related("agency").filter(pk__in=presences):
        given = presences[invitation.pk]
        invitation.attendance = given.attendance
        invitation.representative = given.representative
        invitation.has_authority = given.has_authority
        invitation.joined_remotely = given.joined_remotely
        invitation.private_place = given.private_place if given.joined_remotely else None
        if not given.confidentiality_accepted:
            invitation.confidentiality_accepted_at = None
        elif invitation.confidentiality_accepted_at is None:
            invitation.confidentiality_accepted_at = at
        if missing := attendance_gap(invitation):
            wrong[str(invitation.pk)] = missing
        invitation.save()
    if wrong:
        raise Incomplete("Attendance was not saved. Put right what is missing.", wrong)
    tell(meeting, "meetings:attendance:record", actor=actor, at=at)


def invited_agencies(meeting: Meeting) -> list[Agency]:
    """Those who were present or sent a deputy."""
    present = Invitation.objects.filter(meeting=meeting, attendance__in=("attended", "deputy"))
    return [one.agency for one in present.select_related("agency").order_by("agency__name")]


@transaction.atomic
def record_view(
    *, meeting: Meeting, agency: Agency, level: int | None, category: int | None, dissent: str, dissent_reason: str,
    actor: User, at: datetime,
) -> AgencyView:  # fmt: skip
    """Record one agency's own view and, word for word, where it dissents (LEVEL-15, MEET-24).

    Raises:
        Refused, NotPossible: the actor does not chair, or the meeting is not open.
        Incomplete: a view needs a level; dissent needs its reason.
    """
    _chairs(meeting, actor, "record views")
    wrong: dict[str, str] = {}
    if level is None:
        wrong["level"] = f"Give the level that {agency.name} holds to be right."
    if dissent.strip() and not dissent_reason.strip():
        wrong["dissent_reason"] = f"Write the reason that {agency.name} gives for its dissent."
    if wrong:
        raise Incomplete("The view was not saved.", wrong)
    values = {"level": level, "category": category, "dissent": dissent, "dissent_reason": dissent_reason}
    view, _ = AgencyView.objects.update_or_create(meeting=meeting, agency=agency, defaults=values)
    tell(meeting, "meetings:view:record", actor=actor, at=at, agency=agency.code)
    return view


@transaction.atomic
def decide_level(*, meeting: Meeting, decision: LevelDecision, actor: User, at: datetime) -> MeetingDecision:
    """Record the level and category that the meeting decides. People decide; nothing is derived (LEVEL-03).

    It takes effect when the meeting is closed.

    Raises:
        Refused, NotPossible: the actor does not chair, or the meeting is not open, or the case is not in MAPPA.
        Incomplete: an answer is missing, or the category allows no such level; `fields` says which.
    Covers: IDENT-15, LEVEL-02, LEVEL-05, LEVEL-08, LEVEL-10, REVIEW-10.
    """
    _chairs(meeting, actor, "decide the level")
    in_category_3 = category_3.held_since(meeting.case, held_on(meeting))
    wrong = category_3.missing(decision.category_3, decision.category_3_reason) if in_category_3 else {}
    if decision.level is None:
        wrong["level"] = "Choose the level that the meeting decides."
    if decision.category is None:
        wrong["category"] = "Confirm the category."
    if not decision.reason.strip():
        wrong["reason"] = "Answer the governing question: which is the lowest level that gives a defensible plan?"
    if not decision.lower_level_considered.strip():
        wrong["lower_level_considered"] = "Say what was considered about a lower level."
    edition = meeting.case.edition
    for limb in level_tests.limbs(edition):
        if decision.answers.get(limb.id) not in level_tests.ANSWERS:
            wrong[f"limb_{limb.id}"] = f"Answer: {limb.question} Cannot tell is an answer."
    if wrong:
        raise Incomplete("The decision was not saved, because something is missing. Put it right.", wrong)
    require_level_allowed(meeting.case, decision.level or 0, held_on(meeting))
    values = {
        "level": decision.level,
        "category": decision.category,
        "reason": decision.reason,
        "lower_level_considered": decision.lower_level_considered,
        "limbs": level_tests.recorded(edition, decision.answers),
        "category_3_since": in_category_3,
        "category_3": decision.category_3 if in_category_3 else "",
        "category_3_reason": decision.category_3_reason.strip() if in_category_3 else "",
        "at": at,
        "by": actor.username,
    }
    row, _ = MeetingDecision.objects.update_or_create(meeting=meeting, defaults=values)
    tell(meeting, "meetings:level:decide", actor=actor, at=at)
    return row


@transaction.atomic
def set_next_meeting(*, meeting: Meeting, coming: NextMeeting, actor: User, at: datetime) -> MeetingDecision:
    """Set the next date against the review standard; a late one needs its reason and a substitute.

    Raises:
        Refused, NotPossible: the actor does not chair, the meeting is not open, or no level is decided yet.
        Incomplete: a day is missing, not after the meeting, or late without a reason and a substitute; or a core
            group lacks members or its co-ordinating agency, or is no review in the edition.
    Covers: REVIEW-04, REVIEW-05, REVIEW-07, REVIEW-11.
    """
    _chairs(meeting, actor, "set the next date")
    row = MeetingDecision.objects.filter(meeting=meeting).first()
    if row is None:
        raise NotPossible("Decide the level first: the last day in time depends on it.")
    on = held_on(meeting)
    limit = standards.review_limit(row.level, meeting.case.edition, on)
    wrong = missing_in(coming.kind, coming.core_group, meeting.case.edition)
    if coming.on is None and limit:
        wrong["next_on"] = f"Give a day. The last one in time is {limit.last_day:%d %B %Y} ({limit.because})."
    elif coming.on and coming.on <= on:
        wrong["next_on"] = "The next meeting must be after this one."
    elif coming.on and limit and coming.on > limit.last_day:
        late = f"The last day in time is {limit.last_day:%d %B %Y} ({limit.because})."
        if not coming.late_reason.strip():
            wrong["late_reason"] = f"{late} Say why the next meeting is later."
        if not coming.substitute.strip():
            wrong["substitute"] = f"{late} Say how the review is done instead, and who must do it."
    if wrong:
        raise Incomplete("The next date was not saved. Put it right.", wrong)
    row.next_on, row.next_kind = coming.on, coming.kind
    row.late_reason, row.substitute = coming.late_reason, coming.substitute
    row.save()
    keep(row, coming.core_group)
    tell(meeting, "meetings:next:set", actor=actor, at=at)
    return row


@transaction.atomic
@gathering()
def close_meeting(*, meeting: Meeting, actor: User, at: datetime) -> None:
    """Close a meeting: its level takes effect on the day it was held.

    Raises:
        Refused: the actor's role does not chair.
        NotPossible: it is not open.
        Incomplete: mandatory items are missing; `fields` maps ``step:n`` to what to do there.
    Covers: MEET-25, REVIEW-09, LEVEL-01.
    """
    require(may(actor, Permission.MEETING_CHAIR))
    take_step(meeting, MeetingAction.CLOSE, actor=actor, at=at)
    if missing := gaps(meeting):
        fields = {f"{gap.step}:{number}": gap.text for number, gap in enumerate(missing)}
        raise Incomplete("The meeting cannot be closed yet. Nothing you wrote is lost: finish what is listed.", fields)
    decision = MeetingDecision.objects.get(meeting=meeting)
    set_level(
        case=meeting.case,
        level=decision.level,
        since=held_on(meeting),
        decided_by=f"Level {meeting.level} meeting",
        rationale=decision.reason,
        actor=actor,
        at=at,
        meeting=meeting.reference,
        limbs=decision.limbs,
    )
    tell(meeting, "meetings:meeting:close", actor=actor, at=at)
