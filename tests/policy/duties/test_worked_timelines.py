"""Worked cases that a practitioner can read and correct: whole lists, and one small case for each edge."""

import datetime as dt

import pytest

from mappa_policy.duties import duties_for
from tests.policy.duties.cases import asked, cases, rows


class TestWorkedTimelines:
    @pytest.mark.parametrize("case", cases("worked_timelines.yaml"))
    def test_give_the_whole_list(self, case):
        found = [duty.as_dict() for duty in duties_for(asked(case))]

        assert rows(found) == rows(case["expected"])


class TestBoundaries:
    @pytest.mark.parametrize("case", cases("boundaries.yaml"))
    def test_give_the_duties_they_are_about(self, case):
        found = [duty.as_dict() for duty in duties_for(asked(case)) if duty.duty in case["about"]]

        assert rows(found) == rows(case["expected"])


class TestPotentiallyDangerousPerson:
    @pytest.mark.requirement("PDP-02")
    def test_has_no_duty_whatever_happened(self):
        case = {
            "id": "P",
            "edition": "hampshire-2008",
            "on": dt.date(2026, 3, 1),
            "category": "pdp",
            "person": {"dob": dt.date(1980, 1, 1)},
            "events": [
                {"type": "conviction", "date": dt.date(2026, 1, 5)},
                {"type": "level_set", "date": dt.date(2026, 1, 5), "level": 3},
                {"type": "meeting_held", "date": dt.date(2026, 1, 5), "level": 3, "kind": "initial"},
            ],
        }

        assert duties_for(case) == ()
        assert duties_for(case | {"category": 3}) != ()
