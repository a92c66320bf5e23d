"""Bad scenarios are refused by name, and the command says where, what and what to write instead."""

import datetime as dt
import json

import pytest
import yaml

from mappa_policy.cli import main
from mappa_policy.duties import answer_for, duties_for
from mappa_policy.model import BadCase


def scenario(*events, **more):
    return {
        "id": "B1",
        "edition": "cheshire-2022",
        "on": dt.date(2026, 6, 1),
        "person": {"dob": dt.date(1980, 5, 1)},
        "category": 3,
        "events": list(events),
    } | more


def happened(kind, date="2026-01-05", /, **fields):
    return {"type": kind, "date": date, **fields}


BAD = {
    "a bare on": ({"on": None, True: "2026-03-02"}, (), "on:", "YAML reads a bare on"),
    "no edition": ({"edition": None}, (), "edition", "Add edition"),
    "no day": ({"on": None}, (), "on", "with the quotes"),
    "no category": ({"category": None}, (), "category", "Add category"),
    "an unknown category": ({"category": 5}, (), "category", "Use 1, 2, 3 or 4"),
    "a list without the category": ({"categories": [1, 2]}, (), "categories", "Add it to the list"),
    "no events": ({"events": None}, (), "events", "Add events"),
    "an event that is no table": ({}, (7,), r"events\[0\]", "keys and values"),
    "an event without a type": ({}, ({"date": "2026-01-05"},), r"events\[0\].type", "Add type"),
    "an event without a date": ({}, ({"type": "died"},), r"events\[0\].date", "Add date"),
    "an impossible date": ({}, (happened("died", "2026-02-30"),), r"events\[0\].date", "2026-03-31"),
    "a date far away": ({}, (happened("died", "3026-02-03"),), r"events\[0\].date", "from 1900 to 2199"),
    "a missing field": ({}, (happened("level_set"),), r"events\[0\].level", "Add level"),
    "a level that is none": ({}, (happened("level_set", level=4),), r"events\[0\].level", "1, 2, 3"),
    "yes for a level": ({}, (happened("level_set", level=True),), r"events\[0\].level", "1, 2, 3"),
    "a meeting of no kind": ({}, (happened("meeting_held", level=2),), r"events\[0\].kind", "Add kind"),
    "acceptance at no level": (
        {},
        (happened("referral_decided", outcome="accepted"),),
        r"events\[0\].level",
        "Add level",
    ),
    "minutes before the meeting": (
        {},
        (happened("minutes_issued", **{"for": "2026-01-06"}),),
        r"events\[0\].for",
        "Correct one",
    ),
    "an event before birth": ({}, (happened("registered", "1980-04-30"),), r"events\[0\].date", "Correct one"),
    "two deaths": ({}, (happened("died"), happened("died", "2026-02-01")), r"events\[1\].date", "remove one"),
    "release after death": (
        {},
        (happened("died"), happened("released", "2026-01-06")),
        r"events\[1\].date",
        "cannot follow the death|Correct one",
    ),
    "exit from what was not held": ({}, (happened("exited", category=1),), r"events\[0\].category", "Correct"),
}


class TestBadScenario:
    @pytest.mark.parametrize("name", BAD)
    def test_is_refused_with_scenario_key_and_remedy(self, name):
        more, events, key, remedy = BAD[name]
        case = scenario(*events)
        case.update({field: value for field, value in more.items() if value is not None})
        for field in [field for field, value in more.items() if value is None]:
            del case[field]

        with pytest.raises(BadCase, match=rf"scenario B1: .*{key}.*({remedy})"):
            duties_for(case)

    def test_reports_unknown_events_and_keys_by_name(self):
        answer = answer_for(scenario(happened("level_sett"), colour="red"))

        assert answer.unknown == ("colour", "events[0].type: level_sett")
        assert answer.as_dict()["unknown"] == ["colour", "events[0].type: level_sett"]

    def test_without_a_date_of_birth_is_still_answered(self):
        (duty,) = duties_for(scenario(happened("registered"), person={}))

        assert duty.due is None
        assert "no date of birth is recorded" in duty.because


class TestBecause:
    def test_names_the_rule_the_event_and_the_edition(self):
        (duty,) = duties_for(scenario(happened("agency_request_sent", agency="housing")))

        assert duty.because == (
            "An agency replies to a request for information within 7 days: counted from the request sent on "
            "5 January 2026 to housing (MEET-04; edition cheshire-2022)."
        )
        assert duty.citations == ("Hampshire 2008 Pre-meeting preparation",)

    def test_says_whose_clocks_were_used(self):
        case = scenario(happened("agency_request_sent", agency="housing"), edition="statute-current")

        assert answer_for(case).as_dict()["clocks_of"] == "cheshire-2022"
        assert "statute-current, with the clocks of cheshire-2022" in duties_for(case)[0].because

    def test_says_when_bank_holidays_are_not_known(self):
        case = scenario(happened("referral_received", "2035-12-20"), on=dt.date(2035, 12, 21))
        (duty,) = duties_for(case)

        assert duty.due == dt.date(2036, 1, 3)
        assert "only weekends were skipped" in duty.because


class TestTheNextChange:
    def test_is_the_day_after_the_last_on_which_an_ended_duty_can_be_met_in_time(self):
        on = dt.date(2026, 3, 2)
        case = scenario(
            happened("sentence", "2025-01-05", to="custody"),
            happened("level_set", "2025-01-05", level=2),
            happened("release_expected", "2025-12-01", release_on=dt.date(2026, 9, 2)),
            happened("released", on.isoformat()),
            on=on,
        )

        def meeting(on):
            answer = answer_for(case, on=on)
            (duty,) = [duty for duty in answer.duties if duty.duty == "meeting-before-release"]
            return answer.changes_on, duty.due, duty.state, duty.over

        assert meeting(on) == (dt.date(2026, 3, 3), on, "open", False)
        assert meeting(dt.date(2026, 3, 3)) == (None, on, "late", True)


class TestDutiesCommand:
    def write(self, folder, *cases):
        file = folder / "cases.yaml"
        file.write_text(yaml.safe_dump({"scenarios": list(cases)}))
        return str(file)

    def test_prints_exactly_what_was_promised(self, tmp_path, capsysbinary):
        file = self.write(tmp_path, scenario(happened("agency_request_sent", agency="housing")))

        assert main(["duties", file, "--on", "2026-01-12"]) == 0
        (result,) = json.loads(capsysbinary.readouterr().out)["results"]
        assert {key: result[key] for key in ("id", "edition", "on")} == {
            "id": "B1",
            "edition": "cheshire-2022",
            "on": "2026-01-12",
        }
        (duty,) = result["duties"]
        assert list(duty) == [
            "duty",
            "owner",
            "started_by",
            "due",
            "state",
            "requirement",
            "because",
            "citations",
        ]
        assert duty["started_by"] == {"type": "agency_request_sent", "date": "2026-01-05", "agency": "housing"}
        assert (duty["due"], duty["state"], duty["requirement"]) == ("2026-01-12", "open", ["MEET-04"])

    def test_takes_the_edition_from_the_command(self, tmp_path, capsysbinary):
        file = self.write(tmp_path, scenario(happened("referral_received", level_sought=2)))

        main(["duties", file, "--edition", "durham-2016"])

        assert json.loads(capsysbinary.readouterr().out)["results"][0]["duties"] == []

    def test_answers_the_good_and_names_file_scenario_and_key_of_the_bad(self, tmp_path, capsysbinary):
        file = self.write(tmp_path, scenario(happened("level_set")), scenario(happened("party_held"), id="B2"))

        assert main(["duties", file]) == 1
        printed = capsysbinary.readouterr()
        assert [result["id"] for result in json.loads(printed.out)["results"]] == ["B2"]
        assert f"{file}: scenario B1: events[0].level:" in printed.err.decode()
        assert f"{file}: scenario B2: events[0].type: party_held is not known" in printed.err.decode()

    @pytest.mark.parametrize(
        "text", ["", "scenarios: 7", "scenarios: [{", "scenarios: [{on: 2026-02-30}]", "[1]", "\x00"]
    )
    def test_refuses_a_file_it_cannot_read(self, tmp_path, capsysbinary, text):
        file = tmp_path / "broken.yaml"
        file.write_text(text)

        assert main(["duties", str(file)]) == 1
        assert str(file).encode() in capsysbinary.readouterr().err

    def test_says_it_in_words_late_ones_first(self, tmp_path, capsysbinary):
        sent = happened("agency_request_sent", agency="housing")
        file = self.write(tmp_path, scenario(happened("registered", "2026-01-01"), sent))

        assert main(["duties", file, "--format", "text"]) == 0
        lines = capsysbinary.readouterr().out.decode().splitlines()
        assert lines[1] == "  late: Reply to the request for information (housing), due 2026-01-12"
        assert lines[3].startswith("  open: Retention review")

    def test_refuses_an_edition_that_does_not_exist(self, tmp_path, capsysbinary):
        assert main(["duties", self.write(tmp_path, scenario()), "--edition", "durham-2015"]) == 1
        assert b"Use one of: hampshire-2008" in capsysbinary.readouterr().err
