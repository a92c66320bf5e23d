"""A fact nobody recorded is an answer too: what holds whatever it is, and which fact is missing."""

import pytest

from mappa_policy import BadCase, determine
from mappa_policy.rules.world import every_world
from tests.policy.cases import BODILY_HARM, RAPE, SEXUAL_ASSAULT, ask, convicted, day, given, happened, outcomes


def missing(answer, limb):
    return [row.get("missing", []) for row in answer["reasons"] if row["limb"] == limb]


class TestMissingFacts:
    def test_say_cannot_tell_and_name_the_fact(self):
        answer = ask(convicted(offence=SEXUAL_ASSAULT, offence_date=day("2025-01-01")), given("FINE"))

        assert outcomes(answer, "CAT1_NOTIFICATION") == {"C1": "cannot_tell"}
        assert missing(answer, "CAT1_NOTIFICATION") == [["C1.victim_age"]]
        assert answer["mappa_eligible"] is None
        assert {"mappa_eligible", "limbs", "notification.subject_on_as_of"} <= set(answer["undetermined"])

    def test_do_not_hide_what_holds_whatever_they_are(self):
        held = convicted(offence=SEXUAL_ASSAULT, offence_date=day("2025-01-01"))
        answer = ask(held, given("IMP_12", "2026-04-13", term_months=18))

        assert answer["limbs"] == ["CAT1_NOTIFICATION", "CAT2_CUSTODY"]
        assert answer["notification"]["periods"][0]["last_day"] is None
        assert "notification.periods[C1].last_day" in answer["undetermined"]
        assert answer["notification"]["indefinite"] is False

    @pytest.mark.parametrize(
        ("events", "fact"),
        [
            ((convicted(offence={"title": "Something"}), given("FINE")), "C1.offence.sch3_para"),
            ((convicted(offence={"cjs_code": "ZZ99999"}), given("FINE")), "C1.offence.sch3_para"),
            ((convicted(court=None), given("FINE")), "C1.court: in the United Kingdom"),
            ((convicted("2014-03-03"), given("IMP_12", "2014-03-03")), "C1.term_months"),
            (
                (convicted(offence={**RAPE, "sch3_para": "45"}, court="scotland"), given("FINE")),
                "C1: whether the conditions of paragraph 45 are met",
            ),
        ],
    )
    def test_are_named_one_by_one(self, events, fact):
        assert fact in missing(ask(*events), "CAT1_NOTIFICATION")[0]

    def test_of_an_undated_offence_matter_only_near_the_age(self):
        child = {**SEXUAL_ASSAULT, "sch3_para": "20"}

        def outcome(born):
            return outcomes(ask(convicted(offence=child), given("FINE"), dob=day(born)), "CAT1_NOTIFICATION")["C1"]

        assert (outcome("1980-01-01"), outcome("2007-01-01"), outcome("2010-01-01")) == (
            "met",
            "cannot_tell",
            "not_met",
        )

    def test_of_birth_leave_the_length_open(self):
        answer = ask(convicted(), given("FINE"), dob=None)

        assert answer["notification"]["subject_on_as_of"] is True
        assert "notification.overall_last_day" in answer["undetermined"]

    def test_of_a_disposal_leave_the_category_open(self):
        assert outcomes(ask(convicted(offence=BODILY_HARM)), "CAT2_CUSTODY") == {"C1": "cannot_tell"}

    def test_too_many_to_try_assert_nothing(self):
        events = [convicted(f"2016-0{n}-02", {"title": "Something"}, name=f"C{n}") for n in range(1, 7)]
        answer = ask(*events, dob=None)

        assert answer["mappa_eligible"] is None
        assert "x_too_many_unknown_facts" in answer["flags"]
        assert {row["outcome"] for row in answer["reasons"]} == {"cannot_tell"}


class TestEveryWorld:
    def test_tries_each_value_of_each_fact_once(self):
        def work(world):
            one = world.ask("a", (1, 2))
            return (one, world.ask("b", (1, 2, 3)) if one == 1 else 0, world.ask("a", (1, 2)))

        tried, complete = every_world(work)

        assert complete
        assert [each.answer for each in tried] == [(1, 1, 1), (1, 2, 1), (1, 3, 1), (2, 0, 2)]


GOOD = {"id": "X", "as_of": "2026-11-20", "person": {"dob": "1980-01-01"}, "events": []}
REFUSED = {
    "no events": ({"events": None}, "events"),
    "a case that is a list": ([], "case"),
    "an impossible date": ({"as_of": "2026-02-30"}, "as_of"),
    "no day of the question": ({"as_of": None}, "as_of"),
    "an event without a type": ({"events": [{"date": "2026-01-01"}]}, "events[0].type"),
    "an event without a date": ({"events": [{"type": "release"}]}, "events[0].date"),
    "a term in words": (
        {"events": [{"type": "disposal", "date": "2026-01-01", "term_months": "six"}]},
        "events[0].term_months",
    ),
    "a term below nought": (
        {"events": [{"type": "disposal", "date": "2026-01-01", "term_months": -1}]},
        "events[0].term_months",
    ),
    "an order nobody knows": (
        {"events": [{"type": "order_made", "date": "2026-01-01", "order": "XYZ"}]},
        "events[0].order",
    ),
    "an event before birth": ({"events": [{"type": "release", "date": "1979-01-01"}]}, "events[0].date"),
    "an offence after its conviction": (
        {"events": [{"type": "conviction", "date": "2020-01-01", "offence_date": "2021-01-01"}]},
        "events[0].offence_date",
    ),
    "a disposal of nothing": (
        {"events": [{"type": "disposal", "date": "2026-01-01", "for_event": "C9"}]},
        "events[0].for_event",
    ),
    "two events of one name": (
        {"events": [{"type": "release", "date": "2026-01-01", "id": "A"}] * 2},
        "events[0].id",
    ),
    "a judgement in words": ({"assessment": {"police_pdp_grounds": "yes"}}, "assessment.police_pdp_grounds"),
}


class TestBadCases:
    @pytest.mark.parametrize("fault", REFUSED)
    def test_are_refused_with_the_place_and_a_remedy(self, fault):
        change, where = REFUSED[fault]
        case = {**GOOD, **change} if isinstance(change, dict) else change

        with pytest.raises(BadCase) as caught:
            determine(case)

        assert caught.value.where == where
        assert caught.value.remedy

    def test_a_disposal_before_its_conviction_and_an_unknown_code_are_refused(self):
        with pytest.raises(BadCase, match="before the conviction"):
            ask(convicted(), given("FINE", "2026-03-01"))
        with pytest.raises(BadCase, match="not a disposal"):
            ask(convicted(), given("NONSENSE"))

    def test_keys_and_types_that_are_not_known_are_reported_by_name(self):
        held = convicted(offence={**RAPE, "colour": "red"}, mood="bad")
        answer = ask(held, given("FINE"), happened("party", "2026-05-01"), surprise=True)

        assert answer["unknown"] == [
            "events[0].mood",
            "events[0].offence.colour",
            "events[2].type: party",
            "assessment.surprise",
        ]
        assert answer["categories"] == [1]
