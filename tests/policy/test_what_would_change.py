"""What would change an answer: the nearest single fact, really re-determined, and nothing invented."""

from pathlib import Path

import pytest
import yaml

from mappa_policy import determine
from mappa_policy.case import read_case
from mappa_policy.flips import EVERY_SORT, what_would_change
from mappa_policy.flips.variation import Asked
from tests.policy.cases import (
    ADULT,
    BODILY_HARM,
    RAPE,
    SEXUAL_ASSAULT,
    TERRORISM,
    THEFT,
    TODAY,
    convicted,
    day,
    given,
    happened,
)

EXAMPLES = Path(__file__).parent / "worked_examples" / "vignettes.yaml"
VIGNETTES = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))["vignettes"]
WOUNDING = {**BODILY_HARM, "title": "Wounding"}


def a_case(*events, dob=ADULT, **assessment):
    person = {} if dob is None else {"dob": dob}
    return {"id": "X", "as_of": TODAY, "person": person, "events": list(events), "assessment": assessment}


def change(case, limb, about="C1"):
    found = what_would_change(case).changes
    return next(one for one in found if one.limb == limb and one.about in (about, "", "events[0]"))


def licensed(on="2029-03-01"):
    return happened("licence_end", on)


class TestNearest:
    @pytest.mark.parametrize(
        ("case", "limb", "becomes", "words"),
        [
            (
                a_case(convicted(offence=BODILY_HARM), given("IMP_U12", term_months=11)),
                "CAT2_CUSTODY",
                "met",
                "the term of the sentence of 2 March 2026 were 12 months instead of 11 months",
            ),
            (
                a_case(convicted(offence=BODILY_HARM), given("IMP_12", term_months=12), licensed()),
                "CAT2_CUSTODY",
                "not_met",
                "the term of the sentence of 2 March 2026 were 11 months instead of 12 months",
            ),
            (
                a_case(convicted(offence=SEXUAL_ASSAULT, victim_age=18), given("CD", term_months=12)),
                "CAT1_NOTIFICATION",
                "met",
                "the age of the victim in the conviction of 2 March 2026 for Sexual assault were 17 instead of 18",
            ),
            (
                a_case(convicted(), given("IMP_12", term_months=36), licensed("2026-11-19")),
                "CAT2_CUSTODY",
                "met",
                "the last day of the licence were 20 November 2026 instead of 19 November 2026",
            ),
            (
                a_case(
                    convicted(offence={**BODILY_HARM, "title": "Wounding"}, court="service"),
                    given("IMP_12", term_months=24),
                ),
                "CAT2_CUSTODY",
                "met",
                "the court of the conviction of 2 March 2026 for Wounding were crown instead of service",
            ),
            (
                a_case(
                    convicted(offence=THEFT), happened("cat3_accepted", "2026-10-01"), ra_considers_serious_harm=True
                ),
                "CAT3_RA",
                "not_met",
                "the Responsible Authority did not consider that the person may cause serious harm",
            ),
            (
                a_case(convicted(offence=THEFT), given("FINE")),
                "CAT3_RA",
                "met",
                "the Responsible Authority had accepted the person as Category 3 on 20 November 2026",
            ),
            (
                a_case(convicted(offence=TERRORISM), given("IMP_U12", term_months=11)),
                "CAT4_AUTO",
                "met",
                "the term of the sentence of 2 March 2026 were 12 months instead of 11 months",
            ),
            (
                a_case(happened("order_made", "2024-03-04", order="SHPO", until=day("2029-03-03"))),
                "CAT1_NOTIFICATION",
                "not_met",
                "the Sexual harm prevention order of 4 March 2024 ran until 19 November 2026 instead of 3 March 2029",
            ),
        ],
    )
    def test_is_the_smallest_change_that_flips_the_limb(self, case, limb, becomes, words):
        found = change(case, limb)

        assert (found.becomes.value, found.words) == (becomes, words)

    def test_is_a_missing_fact_before_any_other(self):
        case = a_case(convicted(offence=SEXUAL_ASSAULT), given("CD", term_months=12))
        found = change(case, "CAT1_NOTIFICATION")

        assert found.fact == "C1.victim_age"
        assert found.sentence.endswith("were 10.")

    def test_says_so_where_no_single_fact_is_enough(self):
        found = change(a_case(convicted(offence=THEFT), given("FINE")), "CAT2_CUSTODY")

        assert found.becomes is None
        assert found.sentence.endswith("No single fact changes this.")


class TestHonesty:
    @pytest.mark.parametrize("case", VIGNETTES, ids=[case["id"] for case in VIGNETTES])
    def test_every_reported_change_flips_its_limb_when_determined_again(self, case):
        found = what_would_change(case)
        asked = Asked(case, read_case(case), determine(case).as_of, "statute-current")
        cases = {(one.fact, one.words): one.case for sort in EVERY_SORT for one in sort(asked)}

        for one in found.changes:
            if one.becomes is not None:
                again = determine(cases[one.fact, one.words]).reasons
                outcomes = {(reason.limb, reason.about): reason.outcome for reason in again}
                assert outcomes[one.limb, one.about] is one.becomes is not one.outcome

    @pytest.mark.parametrize("case", VIGNETTES, ids=[case["id"] for case in VIGNETTES])
    def test_no_variation_touches_an_offence_or_two_events(self, case):
        asked = Asked(case, read_case(case), determine(case).as_of, "statute-current")

        for varied in (one for sort in EVERY_SORT for one in sort(asked)):
            before, after = case["events"], varied.case["events"]
            held = [event for event in after if event not in before]
            assert len(held) + len([event for event in before if event not in after]) <= 2
            assert all(event.get("offence") in [None, *(each.get("offence") for each in before)] for event in held)

    def test_covers_every_limb_of_the_answer(self):
        case = a_case(convicted(offence=RAPE), given("IMP_12", term_months=36))

        limbs = [(reason.limb, reason.about) for reason in determine(case).reasons]
        assert [(one.limb, one.about) for one in what_would_change(case).changes] == limbs

    def test_says_when_it_did_not_try_everything(self):
        case = a_case(convicted(offence=THEFT), given("FINE"))
        found = what_would_change(case, most=3)

        assert (found.tried, found.complete) == (3, False)
        assert "Not every fact was tried" in found.sentences[-1]

    def test_gives_the_same_whatever_the_order_of_events(self):
        events = [convicted(), given("IMP_12", term_months=36), licensed()]

        first, second = (what_would_change(a_case(*held)).sentences for held in (events, events[::-1]))
        assert first == second
