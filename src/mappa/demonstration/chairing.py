"""Running a meeting from beginning to end, as the chair would."""

from datetime import date, datetime

from mappa.accounts.models import User
from mappa.cases.selectors import standing_of
from mappa.disclosures.services import decide_disclosure
from mappa.kernel.clock import day_of
from mappa.meetings import agenda
from mappa.meetings.category_3 import CATEGORY_3, CONTINUE
from mappa.meetings.level_tests import limbs
from mappa.meetings.models import Meeting
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

SAID = "Discussed by all present. What each agency knows is recorded above, and nothing new gives cause for alarm."
PRESENT = Presence(
    attendance="attended", representative="Duty representative", has_authority=True, confidentiality_accepted=True
)


def hold(meeting: Meeting, *, chair: User, at: datetime, next_on: date) -> None:
    """Open, work through every step, decide to stay at the level, set the next date, close."""
    case = standing_of(meeting.case, day_of(at))
    open_meeting(meeting=meeting, actor=chair, at=at)
    invitations = list(meeting.invitations.select_related("agency"))
    record_attendance(meeting=meeting, presences={each.pk: PRESENT for each in invitations}, actor=chair, at=at)
    rows = {item.key: item for item in meeting.items.all()}
    sections = {
        item.key: Section(version=rows[item.key].version, text=f"{item.label}. {SAID}", confirmed=True)
        for item in agenda.items(meeting.case.edition)
        if not item.levels or meeting.level in item.levels
    }
    write_sections(meeting=meeting, sections=sections, actor=chair, at=at)
    decide_disclosure(
        case=meeting.case, decision="no", reason="Everybody at risk knows already, and nobody new was named.",
        meeting=meeting.reference, actor=chair, at=at,
    )  # fmt: skip
    for invitation in invitations:
        record_view(
            meeting=meeting, agency=invitation.agency, level=meeting.level, category=case.category, dissent="",
            dissent_reason="", actor=chair, at=at,
        )  # fmt: skip
    answers = {limb.id: "yes" for limb in limbs(meeting.case.edition)}
    decide_level(
        meeting=meeting, actor=chair, at=at,
        decision=LevelDecision(
            level=meeting.level, category=case.category, answers=answers,
            reason="No lower level brings these agencies to one table.",
            lower_level_considered="Level 1 was considered and set aside until the exclusion has held for longer.",
            category_3=CONTINUE if case.category == CATEGORY_3 else "",
            category_3_reason="The risk is assessed as before." if case.category == CATEGORY_3 else "",
        ),
    )  # fmt: skip
    set_next_meeting(
        meeting=meeting, coming=NextMeeting(on=next_on, kind="review", late_reason="Room", substitute="Lead agency"),
        actor=chair, at=at,
    )  # fmt: skip
    close_meeting(meeting=meeting, actor=chair, at=at)
