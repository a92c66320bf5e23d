"""What holds whatever the facts are: an unknown fact never guessed, days that only move forward, no gap, no overlap."""

import copy
import datetime as dt
import json
import re
from pathlib import Path

import yaml
from hypothesis import assume, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from mappa_policy import determine, sources
from mappa_policy.rules.exits import CATEGORY_OF_LIMB
from mappa_policy.rules.periods import period_end
from tests.policy.cases import BODILY_HARM, RAPE, SEXUAL_ASSAULT, TERRORISM, THEFT, convicted, given, happened

EXAMPLES = Path(__file__).parent / "worked_examples"
SINCE = dt.date(2022, 7, 4)
UNTIL = dt.date(2026, 6, 1)
CODES = ["IMP_12", "IMP_U12", "SSO_12", "HO", "NGRI_HO", "CO", "FINE", "CD", "LIFE", "AD", "GUARD", "EDS"]
TIMED = {"IMP_12", "IMP_U12", "SSO_12", "CO", "CD", "EDS"}
ORDERS = ["SHPO", "SRO", "VOO", "ISHPO"]
LATER = ["release", "recall", "remand", "first_notification", "left_uk", "returned_uk"]
MET_OR_NOT = {"met", "not_met"}
# What a conviction or a disposal says; each may be taken away, and the answer may then say less but nothing else.
TAKEN_FROM_GUILT = ["victim_age", "offence_date", "court", "terrorist_connection"]
TAKEN_FROM_DISPOSAL = ["term_months", "restricted", "operational_period_months"]


def _disposal(draw, number, on):
    code = draw(st.sampled_from(CODES))
    length = draw(st.integers(1, 11) if code == "IMP_U12" else st.integers(12, 130))
    more = {"term_months": length} if code in TIMED else {}
    if code == "SSO_12":
        more["operational_period_months"] = draw(st.integers(12, 36))
    if code in {"HO", "NGRI_HO"}:
        more["restricted"] = draw(st.booleans())
    return given(code, on.isoformat(), name=f"C{number}", **more)


@st.composite
def cases(draw, most=2):
    """Convictions with a disposal each, an order or none, and what may follow, all before the day asked about."""
    events = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        on = draw(st.dates(SINCE, UNTIL))
        offence = draw(st.sampled_from([RAPE, SEXUAL_ASSAULT, BODILY_HARM, TERRORISM, THEFT]))
        more = {
            "victim_age": draw(st.integers(3, 60)),
            "offence_date": on - dt.timedelta(days=draw(st.integers(0, 900))),
        }
        events.append(convicted(on.isoformat(), offence, name=f"C{number}", terrorist_connection=False, **more))
        events.append(_disposal(draw, number, on + dt.timedelta(days=draw(st.integers(0, 60)))))
    more = draw(st.lists(st.tuples(st.sampled_from(LATER), st.dates(SINCE, UNTIL)), max_size=2))
    events += [happened(kind, on.isoformat()) for kind, on in more]
    if draw(st.booleans()):
        on = draw(st.dates(SINCE, UNTIL))
        until = on + dt.timedelta(days=draw(st.integers(1, 2000)))
        events.append(happened("order_made", on.isoformat(), id="O1", order=draw(st.sampled_from(ORDERS)), until=until))
    born = draw(st.dates(dt.date(1950, 1, 1), dt.date(2009, 1, 1)))
    judged = draw(st.dictionaries(st.sampled_from(["ra_considers_serious_harm", "police_pdp_grounds"]), st.booleans()))
    return {"id": "H", "as_of": dt.date(2026, 8, 3), "person": {"dob": born}, "events": events, "assessment": judged}


def outcomes(answer):
    return {(row["limb"], row.get("about", "")): row for row in answer["reasons"]}


def taken_away(case, draw):
    """The case without one thing that it says, and what that was."""
    less = copy.deepcopy(case)
    said = [
        (event, key)
        for event in less["events"]
        for key in (*TAKEN_FROM_GUILT, *TAKEN_FROM_DISPOSAL)
        if event.get(key) is not None
    ]
    said.append((less["person"], "dob"))
    table, key = draw(st.sampled_from(said))
    del table[key]
    return less, key


class TestAnUnknownFact:
    @settings(max_examples=120, deadline=None)
    @for_all(cases(), st.data())
    def test_never_turns_one_answer_into_another_without_being_named(self, case, data):
        less, key = taken_away(case, data.draw)
        whole, partial = determine(case).as_dict(), determine(less).as_dict()
        assume(key != "terrorist_connection")  # one that is not recorded is an offence without it

        known = outcomes(whole)
        for place, row in outcomes(partial).items():
            if place in known and row["outcome"] in MET_OR_NOT and known[place]["outcome"] in MET_OR_NOT:
                assert row["outcome"] == known[place]["outcome"], (place, key)
            if row["outcome"] == "cannot_tell":
                assert row["missing"], (place, key)

    @settings(max_examples=60, deadline=None)
    @for_all(cases(), st.data())
    def test_leaves_a_field_open_or_as_it_was(self, case, data):
        less, key = taken_away(case, data.draw)
        assume(key != "terrorist_connection")
        whole, partial = determine(case).as_dict(), determine(less).as_dict()

        for name in ("mappa_eligible", "limbs", "categories", "recorded_category", "levels_allowed", "lead_agency"):
            if name not in partial["undetermined"] and name not in whole["undetermined"]:
                assert partial[name] == whole[name], (name, key)


class TestAnAnswer:
    @settings(max_examples=80, deadline=None)
    @for_all(cases(most=3), st.randoms(use_true_random=False))
    def test_is_the_same_every_time_in_any_order_and_cites_what_can_be_found(self, case, random):
        mixed = list(case["events"])
        random.shuffle(mixed)

        first, again = determine(case).as_dict(), determine(case).as_dict()
        other = determine({**case, "events": mixed}).as_dict()

        assert json.dumps(first) == json.dumps(again)
        rows = {place: row["outcome"] for place, row in outcomes(first).items()}
        assert rows == {place: row["outcome"] for place, row in outcomes(other).items()}
        for name in set(first) - {"reasons"}:
            assert first[name] == other[name], name
        for row in first["reasons"]:
            assert row["citations"], row["limb"]
            assert [text for text in row["citations"] if sources.resolve(text) is None] == []

    @settings(max_examples=60, deadline=None)
    @for_all(cases(most=3), st.integers(0, 4000), st.integers(1, 4000))
    def test_takes_nobody_in_as_days_go_by_and_nothing_happens(self, case, first, more):
        one = UNTIL + dt.timedelta(days=100 + first)
        sooner = determine(case, as_of=one).as_dict()
        later = determine(case, as_of=one + dt.timedelta(days=more)).as_dict()
        assume(sooner["categories"] is not None and later["categories"] is not None)

        assert set(later["categories"]) <= set(sooner["categories"])
        for name, day in sooner["exit"].items():
            if f"exit.{name}" not in (*sooner["undetermined"], *later["undetermined"]):
                assert later["exit"][name] == day
                held = int(re.sub(r"\D", "", name)) in sooner["categories"]
                assert held == (day is None or one.isoformat() <= day)

    @settings(max_examples=40, deadline=None)
    @for_all(st.dates(SINCE, UNTIL), st.integers(12, 60), st.integers(12, 60))
    def test_leaves_no_gap_and_no_overlap_between_consecutive_terms(self, on, months, more):
        events = [
            convicted(on.isoformat(), BODILY_HARM),
            given("IMP_12", on.isoformat(), term_months=months),
            convicted(on.isoformat(), BODILY_HARM, name="C2"),
            given("IMP_12", on.isoformat(), name="C2", term_months=more, consecutive_to="C1"),
        ]
        ends = period_end(period_end(on, months) + dt.timedelta(days=1), more)
        person = {"dob": dt.date(1980, 1, 1)}

        inside = determine({"person": person, "events": events}, as_of=ends).as_dict()
        outside = determine({"person": person, "events": events}, as_of=ends + dt.timedelta(days=1)).as_dict()

        assert inside["exit"] == outside["exit"] == {"cat2_last_day": ends.isoformat()}
        assert (inside["categories"], outside["categories"]) == ([2], [])


class TestTheExamples:
    def test_between_them_reach_every_limb_both_ways(self):
        met, not_met = set(), set()
        for file in (EXAMPLES / "vignettes.yaml", *(EXAMPLES / "people").glob("*.yaml")):
            for case in yaml.safe_load(file.read_text(encoding="utf-8"))["vignettes"]:
                for row in case.get("asked", [case])[:1]:
                    answer = determine(case, as_of=row["as_of"])
                    met |= {reason.limb for reason in answer.reasons if reason.outcome.value == "met"}
                    not_met |= {reason.limb for reason in answer.reasons if reason.outcome.value == "not_met"}

        assert set(CATEGORY_OF_LIMB) <= met
        assert set(CATEGORY_OF_LIMB) <= not_met
