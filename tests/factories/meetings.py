"""Invented meetings. What takes several steps derives once, at its end: the duties are those of all its facts."""

from datetime import datetime, timedelta
from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, AgencyKind
from mappa.cases.models import Case
from mappa.disclosures.models import DisclosureDecision
from mappa.kernel.announcements import gathering
from mappa.kernel.clock import day_of
from mappa.meetings import agenda, level_tests
from mappa.meetings.models import Meeting, MeetingKind
from mappa.meetings.services.booking import Booking, schedule_meeting
from mappa.meetings.services.chairing import (
    LevelDecision,
    NextMeeting,
    Presence,
    close_meeting,
    decide_level,
    open_meeting,
    record_attendance,
    record_view,
    set_next_meeting,
)
from mappa.meetings.services.writing import Section, write_sections
from tests.factories.accounts import a_contact, a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON

TOMORROW = NOON + timedelta(days=1)


def a_chair(**more: Any) -> User:
    return a_user(Role.CHAIR, grade="Inspector", **more)


def a_booking(*, starts_at: datetime = TOMORROW, invited: tuple[Agency, ...] | None = None, **more: Any) -> Booking:
    """A level 2 review tomorrow, with police, probation and housing invited unless told."""
    kinds = (AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.HOUSING)
    agencies = invited if invited is not None else tuple(an_agency(kind) for kind in kinds)
    facts = {
        "level": 2, "kind": MeetingKind.REVIEW, "starts_at": starts_at, "minutes_long": 45, "place": "Room 1",
        "asked": "What you hold.", "invited": tuple((one, f"{one.name} can help") for one in agencies),
    }  # fmt: skip
    if "chair" not in more:
        more["chair"] = a_chair()
    return Booking(**facts | more)


def a_meeting(case: Case | None = None, *, at: datetime = NOON, actor: User | None = None, **more: Any) -> Meeting:
    """A meeting as an administrator books it."""
    case = case or an_open_case(level=2)
    booking = a_booking(**more)
    for agency, _ in booking.invited:
        if not agency.contacts.exists():
            a_contact(agency, an_area())
    return schedule_meeting(case=case, booking=booking, actor=actor or a_user(Role.ADMINISTRATOR), at=at)


@gathering()
def an_open_meeting(case: Case | None = None, **more: Any) -> Meeting:
    meeting = a_meeting(case, **more)
    open_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at)
    return meeting


@gathering()
def everything_said(meeting: Meeting, *, but: tuple[str, ...] = ()) -> None:
    """Do each of the chair's steps, less those named, so that the meeting can be closed."""
    chair, at = meeting.chair, meeting.starts_at
    if "attendance" not in but:
        there = Presence(attendance="attended", representative="R", has_authority=True, confidentiality_accepted=True)
        presences = {one.pk: there for one in meeting.invitations.all()}
        record_attendance(meeting=meeting, presences=presences, actor=chair, at=at)
    wanted = [item.key for item in agenda.items(meeting.case.edition) if item.levels and item.key not in but]
    sections = {key: Section(version=1, text=f"Said about {key}") for key in wanted}
    write_sections(meeting=meeting, sections=sections, actor=chair, at=at)
    if "disclosure" not in but:
        DisclosureDecision.objects.create(
            case=meeting.case, meeting=meeting.reference, level=meeting.level, on=day_of(at), decision="no",
            reason="Nobody identified is at risk.", at=at, by=chair.username,
        )  # fmt: skip
    if "views" not in but:
        for one in meeting.invitations.select_related("agency"):
            record_view(
                meeting=meeting, agency=one.agency, level=2, category=1, dissent="", dissent_reason="", actor=chair,
                at=at,
            )  # fmt: skip
    if "level" not in but:
        a_level_decision(meeting)
        if "next" not in but:
            coming = NextMeeting(on=day_of(at + timedelta(weeks=8)), kind="review")
            set_next_meeting(meeting=meeting, coming=coming, actor=chair, at=at)


def a_level_decision(meeting: Meeting, *, level: int = 2, at: datetime | None = None, **more: str) -> None:
    answers = {limb.id: "cannot_tell" for limb in level_tests.limbs(meeting.case.edition)}
    decision = LevelDecision(
        level=level, category=1, reason="The lowest that works.", lower_level_considered="Too early.", answers=answers,
        **more,
    )  # fmt: skip
    decide_level(meeting=meeting, decision=decision, actor=meeting.chair, at=at or meeting.starts_at)


@gathering()
def a_held_meeting(case: Case | None = None, **more: Any) -> Meeting:
    meeting = an_open_meeting(case, **more)
    everything_said(meeting)
    close_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at + timedelta(hours=1))
    return meeting
