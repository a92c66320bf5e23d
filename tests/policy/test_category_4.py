"""Category 4: by law, by decision, and what comes first."""

import pytest

from tests.policy.cases import RAPE, TERRORISM, THEFT, ask, convicted, given, happened, outcomes

SOURCES = ["counter_terrorism_policing", "probation_counter_terrorism_network"]


def accepted(on="2026-06-01", **more):
    return happened("cat4_discretionary_accepted", on, level=2, **more)


BELIEVED = {"ra_considers_terrorism_risk": True}
HARMFUL = {"ra_considers_serious_harm": True}


def by_decision(*events, edition="statute-current", **judged):
    answer = ask(*events, edition=edition, **{**BELIEVED, **judged})
    return outcomes(answer, "CAT4_DISCRETIONARY")[""], answer


class TestByLaw:
    @pytest.mark.requirement("DOMEX-06")
    @pytest.mark.parametrize(
        ("offence", "more", "categories"),
        [
            (TERRORISM, {}, [4]),
            (THEFT, {"terrorist_connection": True}, [4]),
            (THEFT, {"terrorist_connection": False}, []),
            (THEFT, {}, []),
        ],
    )
    def test_is_a_relevant_offence_or_one_with_a_terrorist_connection(self, offence, more, categories):
        assert ask(convicted(offence=offence, **more), given("IMP_12", term_months=24))["categories"] == categories


class TestByDecision:
    @pytest.mark.requirement("DOMEX-07")
    @pytest.mark.parametrize(
        "gateway",
        [
            [convicted(offence=THEFT), given("FINE")],
            [convicted(offence=THEFT, kind="caution"), given("CAUTION")],
            [convicted(offence=THEFT, kind="caution"), given("REPRIMAND")],
            [convicted(offence=THEFT, kind="caution"), given("WARNING")],
            [convicted(offence=THEFT, kind="finding", finding="insanity"), given("NGRI_SUP")],
            [convicted(offence=THEFT, kind="finding", finding="disability"), given("UNFIT_SUP")],
        ],
    )
    def test_needs_a_gateway_and_the_belief_of_the_responsible_authority(self, gateway):
        decision = accepted(source=SOURCES[0])

        assert by_decision(*gateway, decision)[0] == "met"
        assert by_decision(*gateway, decision, ra_considers_terrorism_risk=False)[0] == "not_met"
        assert by_decision(*gateway, ra_considers_terrorism_risk=True)[0] == "not_met"
        assert by_decision(decision, ra_considers_terrorism_risk=True)[0] == "not_met"

    @pytest.mark.requirement("DOMEX-08")
    @pytest.mark.parametrize("source", SOURCES)
    def test_says_which_of_two_sources_it_came_from(self, source):
        outcome, answer = by_decision(convicted(offence=THEFT), given("FINE"), accepted(source=source))

        assert outcome == "met"
        assert source.replace("_", " ") in str(answer["reasons"])
        assert "x_category_4_source_not_recorded" not in answer["flags"]

    @pytest.mark.requirement("DOMEX-08")
    def test_from_anybody_else_does_not_count(self):
        events = [convicted(offence=THEFT), given("FINE"), accepted(source="neighbourhood policing")]

        assert by_decision(*events)[0] == "not_met"

    @pytest.mark.requirement("DOMEX-08")
    def test_without_a_source_is_pointed_out(self):
        outcome, answer = by_decision(convicted(offence=THEFT), given("FINE"), accepted())

        assert outcome == "met"
        assert "x_category_4_source_not_recorded" in answer["flags"]


@pytest.mark.requirement("DOMEX-03")
class TestWhatComesFirst:
    both = (accepted(source=SOURCES[0]), happened("cat3_accepted", "2026-06-01", level=2))

    def test_is_category_4_when_its_test_is_met(self):
        answer = ask(convicted(offence=THEFT), given("FINE"), *self.both, **BELIEVED)

        assert answer["categories"] == [4]
        assert outcomes(answer, "CAT3_RA")[""] == "not_met"

    def test_is_category_3_when_it_is_not(self):
        answer = ask(convicted(offence=THEFT), given("FINE"), *self.both, ra_considers_terrorism_risk=False, **HARMFUL)

        assert answer["categories"] == [3]

    def test_is_category_3_in_an_edition_without_a_fourth(self):
        answer = ask(
            convicted(offence=THEFT), given("FINE"), accepted(source=SOURCES[0]), edition="hampshire-2008", **BELIEVED
        )

        assert answer["categories"] == [3]

    def test_is_what_the_law_brings_before_any_decision(self):
        answer = ask(convicted(offence=RAPE), given("IMP_12", term_months=36), *self.both)

        assert answer["categories"] == [1, 2]
