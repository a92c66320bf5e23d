"""Each clock on the days around its edges, worked out by hand, in every edition it is said to hold."""

import datetime as dt
import functools
from pathlib import Path

import pytest

from mappa_policy.duties import MET, MET_LATE, NOT_NEEDED, duties_for
from mappa_policy.duties.catalogue import rulebook
from mappa_policy.reading import read_yaml

HERE = Path(__file__).parent / "clocks"
EDITIONS = ("hampshire-2008", "durham-2016", "norfolk-2019", "cheshire-2022")
BORN = dt.date(1980, 1, 1)
LEAST = 2
FINISHED = {MET, MET_LATE, NOT_NEEDED}


@functools.cache
def scenarios():
    return tuple(scenario for file in sorted(HERE.glob("*.yaml")) for scenario in read_yaml(file)["scenarios"])


def editions_of(scenario):
    return EDITIONS if scenario["editions"] == "all" else scenario["editions"]


def as_parameters():
    for scenario in scenarios():
        rows = scenario.get("rows")
        yield pytest.param(scenario, id=scenario["id"], marks=[pytest.mark.requirement(*rows)] if rows else [])


def asked(scenario, edition, on):
    born = scenario.get("born", BORN)
    return {
        "id": scenario["id"],
        "edition": edition,
        "on": on,
        "person": {} if born is None else {"dob": born},
        "events": scenario["events"],
    } | {key: scenario[key] for key in ("category", "categories") if key in scenario}


def expected_on(scenario, on):
    """Every instance that a clock of the scenario claims for that day; what is finished stays as it was."""
    stated = ((clock, _state_on(clock["days"], on)) for clock in scenario["clocks"])
    return sorted(
        (clock["from"], clock["owner"], str(clock.get("aim")), str(clock["due"]), state)
        for clock, state in stated
        if state is not None
    )


def _state_on(days, on):
    if on in days:
        return days[on]
    before = max((day for day in days if day < on), default=None)
    return days[before] if before is not None and days[before] in FINISHED else None


def found_on(scenario, edition, on):
    duties = [duty for duty in duties_for(asked(scenario, edition, on)) if duty.duty == scenario["duty"]]
    return duties, sorted(
        (_said(duty.started_by), duty.owner, str(duty.aim), str(duty.due), duty.state) for duty in duties
    )


def _said(started):
    return " ".join(filter(None, (started.type, started.date.isoformat(), started.agency)))


def days_of(scenario):
    asked_for = {day for clock in scenario["clocks"] for day in clock["days"]}
    return sorted(asked_for | set(scenario.get("none_on", ())))


class TestClock:
    @pytest.mark.parametrize("scenario", list(as_parameters()))
    def test_stands_on_each_day_as_worked_out_by_hand(self, scenario):
        for edition in editions_of(scenario):
            for on in days_of(scenario):
                _, found = found_on(scenario, edition, on)

                assert found == expected_on(scenario, on), f"{edition} on {on}: {scenario['why']}"

    @pytest.mark.parametrize("scenario", [pytest.param(one, id=one["id"]) for one in scenarios() if "says_on" in one])
    def test_names_the_fact_that_is_missing(self, scenario):
        for on, words in scenario["says_on"].items():
            (duty,), _ = found_on(scenario, editions_of(scenario)[0], on)

            assert duty.due is None
            assert words in duty.because

    @pytest.mark.parametrize("edition", EDITIONS)
    def test_is_worked_out_at_least_twice_for_every_duty_of_an_edition(self, edition):
        worked = [
            scenario["duty"] for scenario in scenarios() if edition in editions_of(scenario) and scenario["clocks"]
        ]

        assert {duty for duty in rulebook(edition).kinds if worked.count(duty) < LEAST} == set()

    def test_has_a_name_and_a_reason_of_its_own(self):
        names = [scenario["id"] for scenario in scenarios()]

        assert len(names) == len(set(names))
        assert all(scenario["why"].strip() for scenario in scenarios())
