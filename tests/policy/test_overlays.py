"""Departures of an area: who speaks first, from which day, and what an answer must say."""

from dataclasses import replace
from pathlib import Path

import pytest

from mappa_policy import determine, overlays, parameters
from mappa_policy.duties import answer_for
from mappa_policy.model import PolicyError
from mappa_policy.parameters import Departure, Overlay
from mappa_policy.reading import BadFile
from tests.policy.cases import ADULT, convicted, day, given

GAP = "review/level_3_longest_gap"
EIGHT = Departure(
    parameter=GAP,
    value=8,
    source="Board minutes, item 4",
    reason="Panels meet on a fixed day.",
    approved_by="A. Sample, board chair",
    approved_on=day("2026-01-10"),
    since=day("2026-02-01"),
)
NORTHSHIRE = Overlay("northshire", "hampshire-2008", (EIGHT,))
FILE = Path(__file__).parent / "broken_policies" / "whole" / "departures.yaml"


def reviews(overlay, *held, edition="hampshire-2008"):
    """The level 3 review that each meeting started, by the day of the meeting."""
    events = [{"type": "level_set", "date": day("2026-01-02"), "level": 3}]
    events += [{"type": "meeting_held", "date": day(on), "level": 3, "kind": "review"} for on in held]
    scenario = {"id": "D", "on": day("2026-12-31"), "person": {"dob": ADULT}, "category": 1, "events": events}
    answer = answer_for(scenario, edition=edition, overlay=overlay)
    found = {one.started_by.date: one for one in answer.duties if one.duty == "level-3-review"}
    return answer, [found[day(on)] for on in held]


class TestWhoSpeaks:
    @pytest.mark.requirement("EDITION-03")
    def test_is_the_area_then_the_edition_then_those_it_falls_back_to(self):
        on = day("2026-02-01")

        assert parameters.value(GAP, "hampshire-2008", on=on, overlay=NORTHSHIRE).value == 8
        assert parameters.value(GAP, "hampshire-2008", on=on).value == 6
        inherited = parameters.value("record/retention_review_age", "hampshire-2008", on=on, overlay=NORTHSHIRE)
        assert (inherited.value, inherited.set_by) == (100, "statute-current")

    def test_is_the_edition_before_the_first_day_and_after_the_last(self):
        ended = replace(NORTHSHIRE, departures=(replace(EIGHT, until=day("2026-02-28")),))
        found = {
            on: parameters.value(GAP, "hampshire-2008", on=day(on), overlay=ended).value
            for on in ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
        }

        assert list(found.values()) == [6, 8, 8, 6]

    def test_is_never_the_area_under_an_edition_that_it_did_not_depart_from(self):
        found = parameters.value(GAP, "cheshire-2022", on=day("2026-02-01"), overlay=NORTHSHIRE)

        assert (found.value, found.departure) == (6, None)


class TestDuties:
    @pytest.mark.requirement("EDITION-03")
    def test_follow_the_departure_that_held_when_the_clock_started(self):
        answer, (before, on_it) = reviews(NORTHSHIRE, "2026-01-31", "2026-02-01")

        assert before.due == day("2026-03-14")
        assert on_it.due == day("2026-03-29")
        assert before.flags == ()
        assert on_it.flags == answer.flags == ("x_area_departure",)

    @pytest.mark.requirement("EDITION-03")
    def test_say_who_approved_it_when_and_why(self):
        _, (review,) = reviews(NORTHSHIRE, "2026-02-02")

        assert (
            "the area departs from hampshire-2008 in this, approved by A. Sample, board chair on 10 January 2026: "
            "Panels meet on a fixed day (REVIEW-05; edition hampshire-2008)."
        ) in review.because
        assert "Area decision northshire: Board minutes, item 4" in review.citations

    def test_of_an_edition_without_clocks_of_its_own_follow_it_too(self):
        overlay = replace(NORTHSHIRE, edition="statute-current")

        _, (review,) = reviews(overlay, "2026-02-02", edition="statute-current")

        assert review.due == day("2026-03-30")


class TestDeterminations:
    def test_follow_a_departure_on_the_day_of_the_question(self):
        wait = replace(EIGHT, parameter="referral/decision_limit", value=400)
        overlay = Overlay("northshire", "cheshire-2022", (wait,))
        events = [convicted(), given("FINE"), {"type": "referral_received", "date": day("2026-03-03")}]
        case = {"id": "X", "as_of": day("2026-11-20"), "person": {"dob": ADULT}, "events": events}

        plain = determine(case, edition="cheshire-2022")
        departed = determine(case, edition="cheshire-2022", overlay=overlay)

        assert "referral_decision_overdue" in plain.flags
        assert "referral_decision_overdue" not in departed.flags
        assert "x_area_departure" in departed.flags
        said = [reason for reason in departed.reasons if "the area departs from cheshire-2022" in reason.because]
        assert [reason.limb for reason in said] == ["POLICY_VALUE"]


class TestAFileOfDepartures:
    def test_is_read_as_the_guide_shows_it(self):
        read = overlays.read(FILE)

        assert (read.area, read.edition) == ("northshire", "hampshire-2008")
        assert read.find(GAP, day("2026-10-01")).value == 8
        assert read.find(GAP, day("2026-09-30")) is None

    def test_refuses_an_unknown_edition_and_unknown_keys(self, tmp_path):
        text = FILE.read_text(encoding="utf-8")
        for old, new in (("hampshire-2008", "kent-2031"), ("reason:", "why:"), ("area:", "place:")):
            file = tmp_path / "departures.yaml"
            file.write_text(text.replace(old, new), encoding="utf-8")
            with pytest.raises(BadFile, match=r"departures\.yaml"):
                overlays.read(file)


class TestWhatIsOpenToDeparture:
    def test_is_guidance_and_never_law(self):
        open_ones = {one.name for one in overlays.open_to_departure("cheshire-2022")}

        assert GAP in open_ones
        assert "notification/initial_days" not in open_ones
        assert (
            "is law"
            in overlays.wrong_with(replace(EIGHT, parameter="notification/initial_days"), "cheshire-2022")["parameter"]
        )

    def test_names_everything_that_is_missing_at_once(self):
        empty = replace(EIGHT, source=" ", reason="", approved_by="", value=None)

        assert set(overlays.wrong_with(empty, "cheshire-2022")) == {"source", "reason", "approved_by", "value"}

    def test_an_unknown_value_is_refused(self):
        assert "parameter" in overlays.wrong_with(replace(EIGHT, parameter="review/none"), "cheshire-2022")
        with pytest.raises(PolicyError):
            parameters.value("review/none", "cheshire-2022")
