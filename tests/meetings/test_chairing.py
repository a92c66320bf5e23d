"""Running a meeting, and closing it only when nothing is missing."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.cases.models import LevelRow
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.meetings.completeness import gaps
from mappa.meetings.models import MeetingKind
from mappa.meetings.selectors import state_of
from mappa.meetings.services.chairing import (
    NextMeeting,
    Presence,
    close_meeting,
    open_meeting,
    record_attendance,
    record_view,
    set_next_meeting,
)
from mappa.meetings.services.writing import Section, StaleSections, write_sections
from tests.factories.accounts import a_user, an_agency
from tests.factories.meetings import a_held_meeting, a_level_decision, a_meeting, an_open_meeting, everything_said

pytestmark = pytest.mark.django_db

MANDATORY = ("risk", "victims", "approved_premises", "plan_supervision", "contingency", "diversity", "offender_told")


class TestCloseMeeting:
    @pytest.mark.requirement("MEET-25", "REVIEW-09")
    @pytest.mark.parametrize("missing", [*MANDATORY, "earlier_actions", "updates", "plan_review"])
    def test_is_refused_while_a_mandatory_section_is_empty(self, missing):
        meeting = an_open_meeting()
        everything_said(meeting, but=(missing,))

        with pytest.raises(Incomplete) as refused:
            close_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at)

        assert len(refused.value.fields) == 1
        assert state_of(meeting) == "open"

    @pytest.mark.requirement("MEET-25", "DISC-03", "LEVEL-15", "REVIEW-10")
    @pytest.mark.parametrize("missing", ["attendance", "disclosure", "views", "level", "next"])
    def test_is_refused_while_a_step_is_not_done(self, missing):
        meeting = an_open_meeting()
        everything_said(meeting, but=(missing,))

        with pytest.raises(Incomplete) as refused:
            close_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at)

        assert {key.split(":")[0] for key in refused.value.fields} == {missing}

    @pytest.mark.requirement("MEET-26")
    def test_needs_media_handling_at_level_3_only(self):
        meeting = an_open_meeting(level=3)
        everything_said(meeting, but=("media",))

        assert "Write the section Media handling" in [gap.text for gap in gaps(meeting)]

    @pytest.mark.requirement("MEET-27")
    def test_needs_the_sections_that_the_2022_edition_adds(self):
        meeting = an_open_meeting()
        everything_said(meeting, but=("marac", "accommodation", "risk_staff"))

        assert [gap.text for gap in gaps(meeting)] == [
            "Write the section Risk to staff",
            "Write the section Link to MARAC and safeguarding",
            "Write the section Accommodation",
        ]

    @pytest.mark.requirement("LEVEL-01")
    def test_records_the_level_from_the_day_of_the_meeting(self):
        meeting = an_open_meeting()
        everything_said(meeting)
        a_level_decision(meeting, level=3)

        close_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at)

        row = LevelRow.objects.filter(case=meeting.case).latest("id")
        assert (row.level, row.since, row.meeting) == (3, day_of(meeting.starts_at), meeting.reference)
        assert row.rationale == "The lowest that works."
        assert AuditEvent.objects.filter(operation="meetings:meeting:close").count() == 1

    def test_is_done_once(self):
        meeting = a_held_meeting()

        with pytest.raises(NotPossible):
            close_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHAIR])
    def test_is_refused_to_everybody_but_a_chair(self, role):
        meeting = an_open_meeting()

        with pytest.raises(Refused):
            close_meeting(meeting=meeting, actor=a_user(role), at=meeting.starts_at)


class TestAttendance:
    @pytest.mark.requirement("MEET-09", "MEET-15", "MEET-16")
    @pytest.mark.parametrize(
        "given",
        [
            {"attendance": ""},
            {"attendance": "attended", "confidentiality_accepted": True},
            {"attendance": "attended", "has_authority": True},
            {"attendance": "deputy", "has_authority": True, "confidentiality_accepted": True, "joined_remotely": True},
        ],
        ids=["no answer", "authority", "confidentiality", "private place"],
    )
    def test_is_not_saved_while_something_is_missing(self, given):
        meeting = an_open_meeting()
        one = meeting.invitations.first()

        with pytest.raises(Incomplete) as refused:
            record_attendance(
                meeting=meeting, presences={one.pk: Presence(**given)}, actor=meeting.chair, at=meeting.starts_at
            )

        one.refresh_from_db()
        assert set(refused.value.fields) == {str(one.pk)}
        assert one.attendance == ""

    @pytest.mark.requirement("MEET-07")
    def test_takes_absence_and_a_report_as_answers(self):
        meeting = an_open_meeting()
        first, second = meeting.invitations.all()[:2]

        presences = {first.pk: Presence(attendance="absent"), second.pk: Presence(attendance="report")}
        record_attendance(meeting=meeting, presences=presences, actor=meeting.chair, at=meeting.starts_at)

        assert {one.attendance for one in meeting.invitations.all()} == {"absent", "report", ""}


class TestViews:
    @pytest.mark.requirement("MEET-24")
    def test_keep_dissent_word_for_word_and_never_without_its_reason(self):
        meeting, agency = an_open_meeting(), an_agency()
        said = {"meeting": meeting, "agency": agency, "level": 3, "category": 1, "actor": meeting.chair}

        with pytest.raises(Incomplete):
            record_view(**said, dissent="We  do not agree.", dissent_reason="", at=meeting.starts_at)
        view = record_view(**said, dissent="We  do not agree.", dissent_reason="He moved.", at=meeting.starts_at)

        assert (view.dissent, view.dissent_reason) == ("We  do not agree.", "He moved.")


class TestNextMeeting:
    @pytest.mark.requirement("REVIEW-04", "REVIEW-11")
    def test_wants_a_reason_and_a_substitute_past_the_last_day(self):
        meeting = an_open_meeting()
        everything_said(meeting, but=("next",))
        last = day_of(meeting.starts_at) + timedelta(weeks=12)
        chair = {"meeting": meeting, "actor": meeting.chair, "at": meeting.starts_at}

        set_next_meeting(coming=NextMeeting(on=last, kind="review"), **chair)
        late = last + timedelta(days=1)
        with pytest.raises(Incomplete) as refused:
            set_next_meeting(coming=NextMeeting(on=late, kind="review"), **chair)
        set_next_meeting(coming=NextMeeting(on=late, kind="review", late_reason="A", substitute="B"), **chair)

        assert set(refused.value.fields) == {"late_reason", "substitute"}
        meeting.decision.refresh_from_db()
        assert (meeting.decision.next_on, meeting.decision.late_reason) == (late, "A")

    @pytest.mark.requirement("REVIEW-05")
    def test_holds_level_3_to_six_weeks(self):
        meeting = an_open_meeting(level=3)
        a_level_decision(meeting, level=3)
        late = day_of(meeting.starts_at) + timedelta(weeks=6, days=1)

        with pytest.raises(Incomplete):
            set_next_meeting(
                meeting=meeting, coming=NextMeeting(on=late, kind="review"), actor=meeting.chair, at=meeting.starts_at
            )


class TestMinutesSections:
    def test_carry_the_last_text_as_not_reviewed_until_somebody_confirms_it(self):
        first = a_held_meeting()
        second = an_open_meeting(first.case, starts_at=first.starts_at + timedelta(weeks=4), kind=MeetingKind.REVIEW)

        risk = second.items.get(key="risk")
        assert (risk.text, risk.carried_from, risk.confirmed_at) == ("Said about risk", first.reference, None)
        assert "Confirm or change Risk assessment, carried from the last meeting" in [g.text for g in gaps(second)]

        section = Section(version=1, text=risk.text, touched=False, confirmed=True)
        write_sections(meeting=second, sections={"risk": section}, actor=second.chair, at=second.starts_at)
        assert not [gap for gap in gaps(second) if "Risk assessment" in gap.text]
        assert second.items.get(key="victims").text == ""

    def test_lose_nothing_when_two_people_write_the_same_one(self):
        meeting = an_open_meeting()
        clerk, at = a_user(Role.ADMINISTRATOR, username="clerk"), meeting.starts_at
        write_sections(meeting=meeting, sections={"risk": Section(version=1, text="First")}, actor=clerk, at=at)
        both = {"risk": Section(version=1, text="Second"), "victims": Section(version=1, text="Mine")}

        with pytest.raises(StaleSections, match="clerk saved this") as stale:
            write_sections(meeting=meeting, sections=both, actor=meeting.chair, at=at)

        assert stale.value.keys == ["risk"]
        assert meeting.items.get(key="risk").text == "First"
        assert meeting.items.get(key="victims").text == ""

    def test_are_not_there_before_the_meeting_opens(self):
        meeting = a_meeting()

        with pytest.raises(NotPossible):
            write_sections(
                meeting=meeting, sections={"risk": Section(version=1, text="x")}, actor=meeting.chair,
                at=meeting.starts_at,
            )  # fmt: skip


class TestOpenMeeting:
    def test_twice_is_once(self):
        meeting = an_open_meeting()

        open_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at)

        assert meeting.steps.filter(action="open").count() == 1
