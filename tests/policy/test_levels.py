"""The tests for levels: limbs that people answer, edition by edition."""

import itertools

import pytest

from mappa_policy import Outcome, PolicyError, editions, level_test, level_test_limbs, level_test_met, sources
from tests.policy.cases import THEFT, ask, convicted, given, happened

# edition, the level tested, the limbs answered yes, what follows
LEVEL_2 = [
    ("hampshire-2008", {"agencies-involved"}, True),
    ("hampshire-2008", {"from-level-3"}, True),
    ("hampshire-2008", set(), False),
    ("norfolk-2019", {"conferencing"}, True),
    ("norfolk-2019", {"from-level-3"}, True),
    ("norfolk-2019", set(), False),
    ("cheshire-2022", {"adds-value"}, False),
    ("cheshire-2022", {"adds-value", "high-risk"}, True),
    ("cheshire-2022", {"adds-value", "co-ordination"}, True),
    ("cheshire-2022", {"adds-value", "from-level-3"}, True),
    ("cheshire-2022", {"high-risk", "co-ordination", "from-level-3"}, False),
]
MEETS_2 = {"level-2.adds-value", "level-2.high-risk"}
LEVEL_3 = [
    ("hampshire-2008", {"level-3.high-risk", "level-3.senior-co-operation"}, True),
    ("hampshire-2008", {"level-3.high-risk"}, False),
    ("hampshire-2008", {"level-3.not-high-risk", "level-3.attention"}, True),
    ("hampshire-2008", {"level-3.attention"}, False),
    ("norfolk-2019", {"level-3.conferencing", "level-3.senior-representation"}, True),
    ("norfolk-2019", {"level-3.conferencing", "level-3.attention"}, True),
    ("norfolk-2019", {"level-3.senior-representation", "level-3.attention"}, False),
    ("cheshire-2022", MEETS_2 | {"level-3.senior-oversight", "level-3.resources"}, True),
    ("cheshire-2022", MEETS_2 | {"level-3.senior-oversight", "level-3.attention"}, True),
    ("cheshire-2022", MEETS_2 | {"level-3.senior-oversight", "level-3.confidence"}, True),
    ("cheshire-2022", MEETS_2 | {"level-3.senior-oversight"}, False),
    ("cheshire-2022", MEETS_2 | {"level-3.resources"}, False),
    ("cheshire-2022", {"level-3.senior-oversight", "level-3.resources"}, False),
]


def answered(level, edition, yes):
    return {limb.id: limb.id in yes for limb in level_test_limbs(level, edition)}


class TestLevel2:
    @pytest.mark.requirement("LEVEL-06")
    @pytest.mark.parametrize(("edition", "yes", "met"), LEVEL_2)
    def test_follows_the_edition(self, edition, yes, met):
        answers = answered(2, edition, {f"level-2.{name}" for name in yes})

        assert level_test_met(2, edition=edition, answers=answers) is (Outcome.MET if met else Outcome.NOT_MET)


class TestLevel3:
    @pytest.mark.requirement("LEVEL-07")
    @pytest.mark.parametrize(("edition", "yes", "met"), LEVEL_3)
    def test_follows_the_edition(self, edition, yes, met):
        answers = answered(3, edition, yes)

        assert level_test_met(3, edition=edition, answers=answers) is (Outcome.MET if met else Outcome.NOT_MET)


class TestLevel1:
    @pytest.mark.requirement("LEVEL-04")
    def test_adds_powers_plan_and_no_barrier_in_2022(self):
        limbs = {limb.id for limb in level_test_limbs(1, "cheshire-2022")}

        assert {limb.id for limb in level_test_limbs(1, "norfolk-2019")} == {"level-1.ordinary-management"}
        for barrier in limbs:
            answers = answered(1, "cheshire-2022", limbs - {barrier})
            assert level_test_met(1, edition="cheshire-2022", answers=answers) is Outcome.NOT_MET
        assert level_test_met(1, edition="cheshire-2022", answers=dict.fromkeys(limbs, True)) is Outcome.MET


class TestEveryLimb:
    @pytest.mark.requirement("LEVEL-08")
    @pytest.mark.parametrize("edition", [edition.id for edition in editions.all()])
    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_is_shown_with_its_outcome_and_a_citation_that_resolves(self, level, edition):
        limbs = level_test_limbs(level, edition)
        shown = level_test(level, edition=edition, answers={limbs[0].id: True})

        assert [reason.limb for reason in shown] == [limb.id for limb in limbs]
        assert [reason.outcome for reason in shown] == [Outcome.MET] + [Outcome.CANNOT_TELL] * (len(limbs) - 1)
        assert all(sources.resolve(text) for reason in shown for text in reason.citations)
        assert all(limb.question.endswith("?") for limb in limbs)

    def test_that_nobody_answered_cannot_tell_unless_the_rest_settles_it(self):
        ask_2 = {"level-2.adds-value": True, "level-2.high-risk": None}

        assert level_test_met(2, edition="cheshire-2022", answers=ask_2) is Outcome.CANNOT_TELL
        settled = {"level-2.adds-value": False}
        assert level_test_met(2, edition="cheshire-2022", answers=settled) is Outcome.NOT_MET

    def test_more_yes_never_turns_a_met_test_to_not_met(self):
        names = [limb.id for limb in level_test_limbs(3, "cheshire-2022")]
        for values in itertools.product([False, True], repeat=len(names)):
            answers = dict(zip(names, values, strict=True))
            if level_test_met(3, edition="cheshire-2022", answers=answers) is Outcome.MET:
                assert level_test_met(2, edition="cheshire-2022", answers=answers) is Outcome.MET

    def test_that_is_not_known_is_refused(self):
        with pytest.raises(PolicyError, match="not limbs of the test"):
            level_test(2, edition="cheshire-2022", answers={"level-2.rosh": True})
        with pytest.raises(PolicyError, match="no level 4"):
            level_test_limbs(4, "cheshire-2022")


class TestLevelsOpen:
    @pytest.mark.requirement("LEVEL-05")
    @pytest.mark.parametrize("edition", ["hampshire-2008", "durham-2016", "norfolk-2019", "cheshire-2022"])
    def test_leave_out_level_1_for_category_3_in_every_edition(self, edition):
        accepted = happened("cat3_accepted", "2026-05-01", level=2)
        held = (convicted(offence=THEFT), given("FINE"))

        assert ask(*held, accepted, edition=edition, ra_considers_serious_harm=True)["levels_allowed"] == [2, 3]
        assert ask(convicted(), given("FINE"), edition=edition)["levels_allowed"] == [1, 2, 3]

    @pytest.mark.requirement("LEVEL-03")
    def test_do_not_depend_on_a_risk_judgement(self):
        held = (convicted(), given("FINE"))

        for worry in (True, False):
            assert ask(*held, ra_considers_serious_harm=worry)["levels_allowed"] == [1, 2, 3]
