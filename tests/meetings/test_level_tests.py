"""The limbs of the level tests, and what other editions would have said."""

import pytest

from mappa.kernel.decisions import Incomplete
from mappa.meetings import level_tests
from mappa.meetings.services.chairing import LevelDecision, decide_level
from tests.factories.cases import an_open_case
from tests.factories.meetings import an_open_meeting

UNSURE = "these answers cannot tell whether the test for level {} is met"
YES = {limb.id: "yes" for limb in level_tests.limbs("cheshire-2022")}


class TestCompared:
    @pytest.mark.requirement("LEVEL-06", "LEVEL-07")
    @pytest.mark.parametrize(
        ("answers", "says"),
        [
            (YES, "The test for level 2 is met; the test for level 3 is met."),
            (YES | {"level-2.adds-value": "no"}, "The test for level 2 is not met; the test for level 3 is not met."),
            (
                YES | {"level-3.senior-oversight": "no"},
                "The test for level 2 is met; the test for level 3 is not met.",
            ),
            (
                YES | {"level-2.adds-value": "cannot_tell"},
                f"{UNSURE.capitalize().format(2)}; {UNSURE.format(3)}.",
            ),
        ],
    )
    def test_says_first_what_the_areas_own_edition_says(self, answers, says):
        first = level_tests.compared("cheshire-2022", answers)[0]

        assert first == {"edition": "Cheshire general awareness briefing", "says": says}

    @pytest.mark.requirement("LEVEL-08")
    def test_says_then_what_other_editions_say_and_what_they_also_ask(self):
        others = level_tests.compared("cheshire-2022", YES)[1:]

        assert [one["edition"].split()[0] for one in others] == ["Hampshire", "Norfolk"]
        assert others[0]["says"].startswith("The test for level 2 is met")
        assert "It also asks: Must other agencies be actively involved" in others[0]["says"]


@pytest.mark.django_db
class TestDecideLevel:
    @pytest.mark.requirement("LEVEL-08")
    def test_keeps_every_limb_with_its_question_answer_and_edition(self):
        meeting = an_open_meeting()
        decision = LevelDecision(level=2, category=1, reason="R", lower_level_considered="L", answers=YES)

        row = decide_level(meeting=meeting, decision=decision, actor=meeting.chair, at=meeting.starts_at)

        assert {limb["limb"]: limb["answer"] for limb in row.limbs} == YES
        assert all(limb["question"] and limb["citations"] for limb in row.limbs)
        assert {limb["edition"] for limb in row.limbs} == {"cheshire-2022"}

    @pytest.mark.requirement("LEVEL-08")
    def test_wants_an_answer_to_every_limb(self):
        meeting = an_open_meeting()
        answers = {limb: answer for limb, answer in YES.items() if limb != "level-3.attention"}
        decision = LevelDecision(level=2, category=1, reason="R", lower_level_considered="L", answers=answers)

        with pytest.raises(Incomplete) as refused:
            decide_level(meeting=meeting, decision=decision, actor=meeting.chair, at=meeting.starts_at)

        assert set(refused.value.fields) == {"limb_level-3.attention"}

    @pytest.mark.requirement("LEVEL-05")
    def test_refuses_level_1_in_category_3(self):
        meeting = an_open_meeting(an_open_case(category=3, level=2))
        decision = LevelDecision(
            level=1, category=3, reason="R", lower_level_considered="L", answers=YES, category_3="continue",
            category_3_reason="R",
        )  # fmt: skip

        with pytest.raises(Incomplete) as refused:
            decide_level(meeting=meeting, decision=decision, actor=meeting.chair, at=meeting.starts_at)

        assert set(refused.value.fields) == {"level"}
