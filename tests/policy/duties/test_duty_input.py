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
    "a second exit": (
        {},
        (happened("exited", category=3), happened("exited", "2026-02-01", category=3)),
        r"events\[1\].category",
        "Correct",
    ),
    "true among the keys of an event": ({}, ({True: "x", "type": "died"},), r"events\[0\]: on", "in quotes"),
    "false among the keys of a person": ({"person": {False: 1}}, (), "person", "in quotes"),
    "a person that is no table": ({"person": [1]}, (), "person", "keys and values"),
    "a person of no words": ({"person": False}, (), "person", "keys and values"),
    "a birth in the far past": ({"person": {"dob": "0001-01-01"}}, (), "person.dob", "from 1900 to 2199"),
    "a day with a time": ({"on": dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)}, (), "on", "without a time"),
    "a day in words": ({"on": "tomorrow"}, (), "on", "2026-03-31"),
    "a number for a day": ({}, (happened("died", 20260105),), r"events\[0\].date", "2026-03-31"),
    "a list for a day": ({}, (happened("died", ["2026-01-05"]),), r"events\[0\].date", "2026-03-31"),
    "an edition that is no text": ({"edition": 2022}, (), "edition", "hampshire-2008, say"),
    "a text for the categories": ({"categories": "1, 2"}, (), "categories", r"\[1, 2\]"),
    "a list for a category": ({"category": [1]}, (), "category", "Use 1, 2, 3 or 4"),
    "a table for an exit": ({}, (happened("exited", category={}),), r"events\[0\].category", "Use 1, 2, 3 or 4"),
    "a PDP with categories": ({"category": "pdp", "categories": [1]}, (), "categories", "Remove"),
    "an event of no type at all": ({}, (happened(""),), r"events\[0\].type", "Add type"),
    "a type that is a list": ({}, (happened(["died"]),), r"events\[0\].type", "Add type"),
    "a word for yes": ({}, (happened("conviction", remanded="yes"),), r"events\[0\].remanded", "true or false"),
    "no word for an agency": ({}, (happened("agency_request_sent", agency=" "),), r"events\[0\].agency", "a word"),
    "a number for an agency": ({}, (happened("agency_request_sent", agency=7),), r"events\[0\].agency", "a word"),
    "a release in the far future": (
        {},
        (happened("release_expected", release_on="9999-12-31"),),
        r"events\[0\].release_on",
        "from 1900 to 2199",
    ),
    "moving after death": (
        {},
        (happened("moved", "2026-01-07"), happened("died", "2026-01-06")),
        r"events\[0\].date",
        "Correct one",
    ),
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
        visit = happened("home_visit", by="police", visiter="other")
        answer = answer_for(scenario(happened("level_sett"), visit, colour="red", person={"dbo": "1980-05-01"}))

        assert answer.unknown == ("colour", "person.dbo", "events[0].type: level_sett", "events[1].visiter")
        assert answer.as_dict()["unknown"] == list(answer.unknown)

    def test_takes_the_fields_that_a_record_has_and_no_rule_reads(self):
        sentence = happened("sentence", to="custody", disposal="IMP_12", term_months=30)
        answer = answer_for(scenario(sentence, person={"dob": "1980-05-01", "initials": "AB"}, title="x", why="y"))

        assert answer.unknown == ()

    def test_quotes_no_more_than_a_line_of_what_it_refuses(self):
        deep = ["deep"]
        for _ in range(40):
            deep = [deep] * 9

        with pytest.raises(BadCase) as refused:
            duties_for(scenario(happened("died", deep)))

        assert len(str(refused.value)) < 300


MISSING = {
    "retention-review": (
        [happened("registered")],
        {"person": {}},
        "no date of birth is recorded",
    ),
    "meeting-before-release": (
        [
            happened("returned_to_custody", "2025-01-06"),
            happened("level_set", "2025-01-07", level=2),
            happened("release_expected"),
        ],
        {},
        "(release_on) is recorded",
    ),
    "release-date-confirmation": (
        [
            happened("returned_to_custody", "2025-01-06"),
            happened("level_set", "2025-01-07", level=2),
            happened("release_expected"),
        ],
        {},
        "(release_on) is recorded",
    ),
    "ecl-confirmation": (
        [
            happened("returned_to_custody", "2025-01-06"),
            happened("level_set", "2025-01-07", level=2),
            happened("ecl_release"),
        ],
        {"edition": "hampshire-2008"},
        "(release_on) is recorded",
    ),
    "hospital-notice-police": (
        [happened("sentence", "2025-01-06", to="hospital"), happened("hospital_discharge_expected")],
        {"category": 1},
        "(discharge_on) is recorded",
    ),
    "pre-move-visit": (
        [
            happened("supervision_started", "2025-01-06", by="probation"),
            happened("transfer_approved", cross_border=False),
        ],
        {},
        "(move_on)",
    ),
}


class TestMissingFact:
    @pytest.mark.parametrize("duty", MISSING)
    def test_leaves_the_duty_open_without_a_date_and_is_named(self, duty):
        events, more, words = MISSING[duty]
        (found,) = (one for one in duties_for(scenario(*events) | more) if one.duty == duty)

        assert (found.aim, found.due, found.state) == (None, None, "open")
        assert words in found.because

    def test_that_comes_later_gives_the_date(self):
        custody = happened("returned_to_custody", "2025-01-06")
        unknown, known = (
            happened("release_expected"),
            happened("release_expected", "2026-02-02", release_on="2026-12-31"),
        )
        again = happened("release_expected", "2026-03-02", cause="added_days")
        (level,) = duties_for(scenario(custody, unknown, known, again))

        assert level.started_by.date == dt.date(2026, 2, 2)
        assert level.due == dt.date(2026, 6, 30)
        assert "is recorded, so no date" not in level.because

    @pytest.mark.parametrize(
        ("event", "category"),
        [
            (happened("sentence", to="community"), 2),
            (happened("transfer_approved", cross_border=True), 3),
        ],
    )
    def test_of_age_is_named_where_a_young_person_would_have_another_agency(self, event, category):
        (duty,) = duties_for(scenario(event, person={}, category=category))

        assert duty.owner == "probation"
        assert "no date of birth is recorded, so an adult is assumed" in duty.because
        (known,) = duties_for(scenario(event, category=category))
        assert "is assumed" not in known.because


IN_DOUBT = {
    "release before sentence": (
        [happened("released"), happened("sentence", "2026-02-02", to="custody")],
        "events[0].date: The released of 2026-01-05 comes before any conviction or sentence or returned_to_custody.",
    ),
    "confirmed before expected": (
        [happened("release_confirmed"), happened("release_expected", "2026-02-02", release_on="2026-12-01")],
        "events[0].date: The release_confirmed of 2026-01-05 comes before any release_expected.",
    ),
    "returned before received": (
        [happened("referral_received", "2026-02-02"), happened("referral_returned")],
        "events[1].date: The referral_returned of 2026-01-05 comes before any referral_received.",
    ),
    "resubmitted and never returned": (
        [happened("referral_resubmitted")],
        "events[0].date: The referral_resubmitted of 2026-01-05 comes before any referral_returned.",
    ),
    "supervision that ends and never began": (
        [happened("supervision_ended")],
        "events[0].date: The supervision_ended of 2026-01-05 comes before any supervision_started.",
    ),
    "an order that ends and was not made": (
        [happened("order_ended", order="shpo")],
        "events[0].date: The order_ended of 2026-01-05 comes before any order_made.",
    ),
    "archived and never registered": (
        [happened("archived")],
        "events[0].date: The archived of 2026-01-05 comes before any registered.",
    ),
    "records of a transfer that nobody approved": (
        [happened("records_sent")],
        "events[0].date: The records_sent of 2026-01-05 comes before any transfer_approved.",
    ),
    "early release confirmed and not planned": (
        [happened("ecl_confirmed")],
        "events[0].date: The ecl_confirmed of 2026-01-05 comes before any ecl_release.",
    ),
    "minutes of a meeting that nobody held": (
        [happened("minutes_issued", **{"for": "2026-01-01"})],
        "events[0].for: The minutes_issued of 2026-01-05 is for 2026-01-01, when no meeting was held.",
    ),
    "a reply from one who was not asked": (
        [happened("agency_request_sent", agency="housing"), happened("agency_reply_received", agency="health")],
        "events[1].agency: The agency_reply_received of 2026-01-05 is from health, which was not asked before.",
    ),
    "a release planned for the past": (
        [happened("release_expected", release_on="2026-01-04")],
        "events[0].release_on: The release_expected of 2026-01-05 plans for 2026-01-04, which was past.",
    ),
}


class TestDoubt:
    @pytest.mark.parametrize("name", IN_DOUBT)
    def test_is_named_with_its_place_and_a_remedy_and_the_answer_still_given(self, name):
        events, sentence = IN_DOUBT[name]
        answer = answer_for(scenario(*events))

        remedy = " Correct it, or add what is missing; the answer takes the events as they stand."
        assert answer.doubts == (sentence + remedy,)
        assert answer.as_dict()["doubts"] == [sentence + remedy]

    def test_is_not_raised_where_what_it_follows_is_on_the_same_day_or_before(self):
        told = [
            happened("released"),
            happened("sentence", to="custody"),
            happened("meeting_held", level=2, kind="initial"),
            happened("minutes_issued", **{"for": "2026-01-05"}),
            happened("agency_reply_received", "2026-02-02", agency="housing"),
            happened("agency_request_sent", agency="housing"),
            happened("release_expected", release_on="2026-01-05"),
        ]

        assert answer_for(scenario(*told)).doubts == ()


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

    def test_says_what_is_in_doubt_and_answers(self, tmp_path, capsysbinary):
        file = self.write(tmp_path, scenario(happened("archived")), scenario())

        assert main(["duties", file]) == 0
        said = capsysbinary.readouterr().err.decode()
        assert f"{file}: scenario B1: events[0].date: The archived of 2026-01-05 comes before any registered." in said
        assert f"{file}: scenario B1: id: Another scenario has it too. Give each its own." in said

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "scenarios: 7",
            "scenarios: [{",
            "scenarios: [{on: 2026-02-30}]",
            "[1]",
            "\x00",
            "scenarios: *nobody",
            "scenarios: [{? [1] : 2}]",
            "scenarios: [!!python/object:builtins.object {}]",
            "scenarios: &all [*all]",
            "a: 1\n--- \nb: 2",
            "[" * 200_000,
            "{a: " * 100_000,
            "- " * 200_000,
            "\t- x",
        ],
    )
    def test_refuses_a_file_it_cannot_read(self, tmp_path, capsysbinary, text):
        file = tmp_path / "broken.yaml"
        file.write_text(text)

        assert main(["duties", str(file)]) == 1
        assert str(file).encode() in capsysbinary.readouterr().err

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("twice.yaml", "scenarios:\n- id: B1\n  category: 1\n  category: 2\n"),
            ("twice.json", '{"scenarios": [{"id": "B1", "category": 1, "category": 2}]}'),
            ("event.yaml", "scenarios: [{id: B1, events: [{type: died, category: 1, date: 2026-01-05, category: 2}]}]"),
        ],
    )
    def test_refuses_a_key_that_is_there_twice(self, tmp_path, capsysbinary, name, text):
        file = tmp_path / name
        file.write_text(text)

        assert main(["duties", str(file)]) == 1
        said = capsysbinary.readouterr().err.decode()
        assert f"{file}: category: In one table the key 'category' is there twice" in said
        assert "Keep one of the two." in said

    def test_names_the_key_of_a_day_that_does_not_exist_and_answers_the_others(self, tmp_path, capsysbinary):
        file = tmp_path / "days.yaml"
        head = "edition: durham-2016, 'on': 2026-03-02, category: 3"
        file.write_text(
            f"scenarios:\n- {{id: B1, {head}, events: [{{type: registered, date: 2026-02-30}}]}}\n"
            f"- {{id: B2, {head}, events: []}}\n- {{id: B3, {head.replace('-03-02', '-13-02')}, events: []}}\n"
        )

        assert main(["duties", str(file)]) == 1
        printed = capsysbinary.readouterr()
        assert [result["id"] for result in json.loads(printed.out)["results"]] == ["B2"]
        said = printed.err.decode()
        assert f"{file}: scenario B1: events[0].date: '2026-02-30' is not a date. Write it as 2026-03-31." in said
        assert f"{file}: scenario B3: on: '2026-13-02' is not a date." in said

    def test_takes_a_bare_on_for_the_mistake_it_is(self, tmp_path, capsysbinary):
        file = tmp_path / "bare.yaml"
        file.write_text("scenarios: [{id: B1, edition: durham-2016, on: 2026-03-02, category: 3, events: []}]")

        assert main(["duties", str(file)]) == 1
        assert b"scenario B1: scenario: on: A key was read as true" in capsysbinary.readouterr().err

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
