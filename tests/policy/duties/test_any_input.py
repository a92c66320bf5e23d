"""Whatever a scenario holds, it is answered or refused by name; nothing else ever comes out."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from mappa_policy.duties import answer_for
from mappa_policy.duties.events import event_types
from mappa_policy.editions import UnknownEdition
from mappa_policy.model import BadCase

FIELDS = sorted({"type", "date"} | {field for kind in event_types().values() for field in kind.fields})
KEYS = ["id", "edition", "on", "person", "category", "categories", "events"]
SENSIBLE = ["2026-01-05", "2025-06-30", dt.date(2026, 2, 2), 1, 2, 3, True, False, "police", "probation", "custody"]
ODD = [None, "", " ", 0, -1, 4, 1.5, float("nan"), "pdp", "2026-02-30", "9999-12-31", "on", [], {}, [[]], {"dob": 1}]
odd = st.sampled_from(ODD) | st.text(max_size=5) | st.lists(st.sampled_from(ODD), max_size=2)
told = st.sampled_from(SENSIBLE) | odd
kinds = st.sampled_from([*event_types(), "party_held", None, 7])
fields = st.dictionaries(st.sampled_from(FIELDS) | st.booleans() | st.text(max_size=3), told, max_size=5)
events = st.builds(lambda kind, date, more: {"type": kind, "date": date} | more, kinds, told, fields)
GOOD = {
    "id": "any",
    "edition": "hampshire-2008",
    "on": dt.date(2026, 6, 1),
    "person": {"dob": dt.date(1990, 5, 1)},
    "category": 1,
}


def answered(scenario):
    try:
        return answer_for(scenario).as_dict()
    except (BadCase, UnknownEdition):
        return None


class TestAnyInput:
    @given(st.lists(events, max_size=6))
    @settings(max_examples=150, deadline=None)
    def test_of_events_is_answered_or_refused_by_name(self, listed):
        answered(GOOD | {"events": listed})

    @given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3) | st.booleans(), told, max_size=4))
    @settings(max_examples=150, deadline=None)
    def test_of_keys_is_answered_or_refused_by_name(self, more):
        answered(GOOD | {"events": []} | more)

    @given(told)
    @settings(max_examples=30, deadline=None)
    def test_in_place_of_a_scenario_is_refused_by_name(self, anything):
        assert answered(anything) is None
