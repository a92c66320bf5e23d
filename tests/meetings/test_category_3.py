"""Whether somebody stays in Category 3: asked at each meeting, through the chair's pages."""

from datetime import date, timedelta

import pytest

from mappa.kernel import clock
from mappa.meetings import category_3
from mappa.meetings.level_tests import limbs
from mappa.meetings.minutes_content import content_of
from mappa.meetings.models import MeetingDecision
from mappa.meetings.selectors import held_on, state_of
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_level_decision, an_open_meeting, everything_said
from tests.factories.people import NOON, TODAY

pytestmark = pytest.mark.django_db
SINCE = date(2025, 9, 1)
ANSWERED = {
    "level": "2", "category": "3", "reason": "The lowest that works", "lower_level_considered": "Too early",
    "category_3": "continue", "category_3_reason": "The risk is still high",
    **{f"limb_{limb.id}": "yes" for limb in limbs("cheshire-2022")},
}  # fmt: skip


@pytest.fixture
def meeting(client):
    """An open meeting of tomorrow about somebody taken into Category 3 last September."""
    now = clock.now()
    found = an_open_meeting(an_open_case(category=3, level=2, since=SINCE), starts_at=now + timedelta(days=1), at=now)
    client.force_login(found.chair)
    return found


def decided(client, meeting, **more):
    sent = {key: value for key, value in (ANSWERED | more).items() if value}
    return client.post(f"/meetings/{meeting.reference}/run/level/", sent)


class TestSince:
    def test_is_the_first_day_of_the_stretch_that_runs(self):
        case = an_open_case(category=3, since=date(2020, 1, 1))
        for category, since in ((2, date(2024, 1, 1)), (3, SINCE), (3, date(2025, 12, 1))):
            case.categories.create(category=category, all_categories=[category], since=since, at=NOON, by="factory")

        assert category_3.held_since(case, TODAY) == SINCE
        assert category_3.held_since(case, date(2024, 6, 1)) is None
        assert category_3.held_since(case, date(2023, 12, 31)) == date(2020, 1, 1)

    def test_counts_the_first_day_and_this_one(self):
        assert category_3.how_long(SINCE, SINCE).endswith("since 1 September 2025: 1 day")
        assert category_3.how_long(SINCE, date(2025, 9, 10)).endswith(": 10 days")


@pytest.mark.requirement("IDENT-15")
class TestReview:
    @pytest.mark.parametrize("page", ["run/", "run/level/"])
    def test_shows_since_when_and_how_long(self, client, meeting, page):
        text = client.get(f"/meetings/{meeting.reference}/{page}").content.decode()

        assert category_3.how_long(SINCE, held_on(meeting)) in text

    @pytest.mark.parametrize("missing", ["category_3", "category_3_reason"])
    def test_wants_an_answer_and_a_reason(self, client, meeting, missing):
        answer = decided(client, meeting, **{missing: ""})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {missing}
        assert not MeetingDecision.objects.exists()

    @pytest.mark.parametrize("answer", ["continue", "remove"])
    def test_records_what_people_answer_and_prints_it_in_the_minutes(self, client, meeting, answer):
        assert decided(client, meeting, category_3=answer).status_code == 302

        row = MeetingDecision.objects.get()
        assert (row.category_3, row.category_3_since, row.category_3_reason) == (
            answer, SINCE, "The risk is still high",
        )  # fmt: skip
        assert content_of(meeting)["decision"]["category_3"]["answer"] == category_3.SAYS[answer]
        assert meeting.case.categories.count() == 1
        assert category_3.SAYS[answer] in client.get(f"/meetings/{meeting.reference}/run/").content.decode()
        minutes = client.get(f"/meetings/{meeting.reference}/minutes/").content.decode()
        assert "The risk is still high" in minutes
        assert "since 1 September 2025" in minutes

    def test_keeps_the_meeting_from_being_closed_without_an_answer(self, client, meeting):
        everything_said(meeting, but=("level", "next"))
        a_level_decision(meeting, category_3="continue", category_3_reason="High")
        MeetingDecision.objects.update(category_3="", category_3_reason="")

        answer = client.post(f"/meetings/{meeting.reference}/run/close/")

        assert answer.status_code == 422
        assert "Say whether the person stays in Category 3" in answer.content.decode()
        assert state_of(meeting) == "open"


def test_asks_nothing_about_somebody_in_another_category(client):
    now = clock.now()
    meeting = an_open_meeting(starts_at=now + timedelta(days=1), at=now)
    client.force_login(meeting.chair)
    sent = {"category": "1", "category_3": "remove"}

    assert b"Category 3 by decision since" not in client.get(f"/meetings/{meeting.reference}/run/").content
    assert decided(client, meeting, **sent).status_code == 302
    assert MeetingDecision.objects.get().category_3 == ""
    assert "category_3" not in content_of(meeting)["decision"]
