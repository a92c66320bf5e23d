"""What the duty engine is told about meetings."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.kernel.clock import day_of
from mappa.meetings.happenings import from_meetings
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.services.answering import Answer, answer_request
from mappa.meetings.services.booking import cancel_meeting
from mappa.meetings.services.chairing import close_meeting, open_meeting
from mappa.meetings.services.minutes import approve_minutes, issue_minutes
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.meetings import TOMORROW, a_held_meeting, a_meeting, everything_said
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def told(case):
    return from_meetings([case])[case.pk]


class TestFromMeetings:
    @pytest.mark.requirement("MEET-04")
    def test_tells_each_request_and_its_reply_with_the_agency(self):
        meeting = a_meeting()
        request = meeting.requests.get(agency__kind="housing")
        answer = Answer(
            in_role=True, how="Search", by_whom="Val", searched="Lettings", nothing_held=True, attending="attend"
        )

        answer_request(request=request, answer=answer, actor=a_user(Role.AGENCY_CONTACT), at=TOMORROW)

        events = told(meeting.case)
        sent = [event["agency"] for event in events if event["type"] == "agency_request_sent"]
        assert sorted(sent) == ["housing", "police", "probation"]
        reply = {"type": "agency_reply_received", "date": day_of(TOMORROW), "agency": "housing"}
        assert reply in events

    @pytest.mark.requirement("MEET-29")
    def test_tells_when_the_minutes_of_which_meeting_were_first_issued(self):
        meeting, clerk = a_held_meeting(), a_user(Role.ADMINISTRATOR)
        held = {"type": "meeting_held", "date": day_of(meeting.starts_at), "level": 2, "kind": "review"}
        assert held in told(meeting.case)
        assert not [event for event in told(meeting.case) if event["type"] == "minutes_issued"]

        for days in (3, 5):
            item = meeting.items.get(key="risk")
            item.text = f"After {days} days"
            item.save()
            at = NOON + timedelta(days=days)
            digest = sha256_of(content_of(meeting))
            approve_minutes(meeting=meeting, read_sha256=digest, actor=meeting.chair, at=at)
            issue_minutes(meeting=meeting, actor=clerk, at=at)

        issued = [event for event in told(meeting.case) if event["type"] == "minutes_issued"]
        assert issued == [
            {"type": "minutes_issued", "date": day_of(NOON + timedelta(days=3)), "for": day_of(meeting.starts_at)}
        ]

    def test_tells_the_day_on_which_a_meeting_was_opened_when_that_came_before_the_day_booked(self):
        meeting = a_meeting(starts_at=TOMORROW)

        open_meeting(meeting=meeting, actor=meeting.chair, at=NOON)
        everything_said(meeting)
        close_meeting(meeting=meeting, actor=meeting.chair, at=NOON)

        assert {"type": "meeting_held", "date": day_of(NOON), "level": 2, "kind": "review"} in told(meeting.case)
        assert meeting.case.levels.latest("id").since == day_of(NOON)

    def test_leaves_out_meetings_that_were_not_held_and_requests_of_cancelled_ones(self):
        meeting = a_meeting()
        assert "meeting_held" not in {event["type"] for event in told(meeting.case)}

        cancel_meeting(meeting=meeting, reason="Died", actor=a_user(Role.ADMINISTRATOR), at=NOON)

        assert told(meeting.case) == []

    def test_asks_three_times_and_once_where_nobody_met(self, django_assert_num_queries):
        nobody_met, once, twice = an_open_case(), a_held_meeting().case, a_held_meeting().case
        a_meeting(twice)

        with django_assert_num_queries(1):
            assert from_meetings([nobody_met]) == {}
        for cases in ([once], [once, twice, nobody_met]):
            with django_assert_num_queries(3):
                assert set(from_meetings(cases)) == {case.pk for case in cases if case != nobody_met}
