"""What holds for every case: order means nothing, nothing is kept, what is done stays done."""

import dataclasses
import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from mappa_policy.duties import LATE, MET, MET_LATE, NOT_NEEDED, OPEN, answer_for, duties_for

FIRST = dt.date(2024, 1, 1)
LAST = dt.date(2026, 6, 30)
EDITIONS = ("hampshire-2008", "durham-2016", "norfolk-2019", "cheshire-2022")
days = st.dates(FIRST, LAST)


def event(kind, /, **fields):
    return st.fixed_dictionaries({"type": st.just(kind), "date": days} | fields)


def one(*values):
    return st.sampled_from(values)


# Two events of one day that set the same state are told apart by the list alone, so each day has one event below.
happenings = st.one_of(
    event("conviction", remanded=st.booleans()),
    event("sentence", to=one("custody", "hospital", "community")),
    event("release_expected", release_on=days, cause=one("added_days", "parole_refused")),
    event("release_confirmed"),
    event("released"),
    event("returned_to_custody"),
    event("supervision_started", by=one("probation", "yot", "mental_health_trust")),
    event("supervision_ended"),
    event("registered"),
    event("flagged"),
    event("referral_received"),
    event("referral_returned"),
    event("referral_resubmitted"),
    event("referral_decided", outcome=one("accepted"), level=one(2, 3)),
    event("level_set", level=one(1, 2, 3)),
    event("agency_request_sent", agency=one("housing", "health")),
    event("agency_reply_received", agency=one("housing", "health")),
    event("meeting_held", level=one(1, 2, 3), kind=one("initial", "review", "core_group", "emergency")),
    event("rosh_assessed", level=one("low", "medium", "high", "very_high")),
    event("home_visit", by=one("police", "probation", "joint"), kind=one("routine", "pre_move")),
    event("address_notified"),
    event("address_verified"),
    event("address_changed"),
    event("transfer_approved", cross_border=st.booleans(), move_on=days),
    event("moved"),
    event("records_sent"),
    event("order_made", order=one("sexual_risk_order", "shpo")),
    event("hospital_discharge_expected", discharge_on=days),
    event("hospital_notice_sent", to=one("police", "probation", "both")),
    event("ecl_release", release_on=days),
    event("disclosure_decided"),
    event("level_1_reviewed", by=one("police", "probation")),
    event("record_reviewed", kind=one("routine", "retention")),
)


# Types of event that set one state: on one day only the list tells which of them was last.
SAME_STATE = {
    "conviction": "where",
    "sentence": "where",
    "released": "where",
    "returned_to_custody": "where",
    "level_set": "level",
    "referral_decided": "level",
    "supervision_started": "supervision",
    "supervision_ended": "supervision",
    "referral_returned": "return",
    "referral_resubmitted": "return",
}


def state_and_day(happening):
    return happening["date"], SAME_STATE.get(happening["type"], happening["type"])


@st.composite
def crowded(draw):
    """Few days with much on each of them, but never two events that set one state."""
    few = draw(st.lists(days, min_size=1, max_size=4))
    events = [happening | {"date": draw(st.sampled_from(few))} for happening in draw(st.lists(happenings, max_size=30))]
    kept = list({state_and_day(happening): happening for happening in events}.values())
    return draw(scenarios()) | {"events": kept, "on": max(few)}


@st.composite
def scenarios(draw):
    events = draw(st.lists(happenings, max_size=40, unique_by=lambda item: item["date"]))
    return {
        "id": "any",
        "edition": draw(one(*EDITIONS)),
        "on": draw(days),
        "person": {"dob": dt.date(2007, 3, 1)},
        "category": draw(one(1, 2, 3)),
        "events": events,
    }


class TestAnyCase:
    @given(scenarios(), st.randoms())
    @settings(max_examples=60, deadline=None)
    def test_has_the_same_duties_in_whatever_order_events_are_listed(self, case, chance: random.Random):
        shuffled = list(case["events"])
        chance.shuffle(shuffled)

        assert duties_for(case | {"events": shuffled}) == duties_for(case)

    @given(crowded(), st.randoms())
    @settings(max_examples=100, deadline=None)
    def test_has_the_same_duties_in_whatever_order_the_events_of_a_day_are_listed(self, case, chance: random.Random):
        shuffled = list(case["events"])
        chance.shuffle(shuffled)

        assert duties_for(case | {"events": shuffled}) == duties_for(case)

    @given(scenarios())
    @settings(max_examples=60, deadline=None)
    def test_has_the_same_duties_each_time_it_is_asked(self, case):
        assert duties_for(case) == duties_for(case)

    @given(scenarios())
    @settings(max_examples=60, deadline=None)
    def test_knows_nothing_of_what_happened_later(self, case):
        known = [item for item in case["events"] if item["date"] <= case["on"]]

        assert duties_for(case | {"events": known}) == duties_for(case)

    @given(scenarios(), st.integers(0, 500))
    @settings(max_examples=60, deadline=None)
    def test_keeps_the_dates_of_what_was_met_or_not_needed(self, case, later):
        closed = {MET, MET_LATE, NOT_NEEDED}
        now = {row(duty) for duty in duties_for(case) if duty.state in closed}
        then = {row(duty) for duty in duties_for(case, on=case["on"] + dt.timedelta(days=later))}

        assert now <= then

    @given(scenarios(), st.integers(1, 500))
    @settings(max_examples=60, deadline=None)
    def test_changes_before_the_day_it_names_only_by_a_limit_that_passes(self, case, later):
        answer = answer_for(case)
        then = case["on"] + dt.timedelta(days=later)
        if answer.changes_on is not None:
            then = min(then, answer.changes_on - dt.timedelta(days=1))

        def lasting(duty):
            open_or_late = duty.state if duty.state not in {OPEN, LATE} else "not done"
            return dataclasses.replace(duty, state=open_or_late)

        assert [lasting(duty) for duty in answer_for(case, on=then).duties] == [lasting(duty) for duty in answer.duties]

    @given(scenarios())
    @settings(max_examples=60, deadline=None)
    def test_has_states_that_agree_with_their_dates(self, case):
        for duty in duties_for(case):
            assert duty.aim is None or duty.due is None or duty.aim <= duty.due
            if duty.state == OPEN:
                assert duty.due is None or case["on"] <= duty.due
            if duty.state == LATE:
                assert case["on"] > duty.due
            if duty.state == MET:
                assert duty.due is None or duty.met_on <= duty.due
            if duty.state == MET_LATE:
                assert duty.met_on > duty.due
            assert duty.started_by.date <= case["on"]


def row(duty):
    return duty.duty, duty.owner, duty.started_by, duty.aim, duty.due, duty.state, duty.met_on
