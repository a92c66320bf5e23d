"""What if: whose answers and dates change under another edition, field by field."""

import json
from pathlib import Path

import pytest
import yaml

from mappa_policy import editions, what_if
from mappa_policy.cli import main
from mappa_policy.parameters import Departure, Overlay
from mappa_policy.what_if import Side, Subject, Tally, compare
from tests.policy.cases import ADULT, convicted, day, given

VIGNETTES = Path(__file__).parent / "worked_examples" / "vignettes.yaml"
NOW, THEN = Side("cheshire-2022"), Side("hampshire-2008")
NOTIFIED_FOR_EVER = {
    "id": "N1", "as_of": day("2026-11-20"), "person": {"dob": ADULT},
    "events": [convicted("2010-03-01"), given("IMP_12", "2010-03-01", term_months=60)],
}  # fmt: skip
REVIEWED = {
    "id": "D1", "on": day("2026-03-03"), "person": {"dob": ADULT}, "category": 1,
    "events": [{"type": "meeting_held", "date": day("2026-01-19"), "level": 3, "kind": "review"},
               {"type": "level_set", "date": day("2026-01-19"), "level": 3}],
}  # fmt: skip


def changes(one, other, subject):
    (found,) = compare(one, other, [subject])
    return {change.field: (change.before, change.after) for change in found.changes}


class TestCompare:
    def test_names_each_field_of_an_answer_with_both_values(self):
        found = changes(THEN, NOW, Subject("N1", case=NOTIFIED_FOR_EVER))

        assert found == {"notification.earliest_review": (None, "cannot tell")}

    def test_names_each_date_of_a_duty_by_duty_and_starting_event(self):
        found = changes(NOW, Side("national-draft"), Subject("D1", scenario=REVIEWED))

        review = "duties[level-3-review meeting_held 2026-01-19]"
        assert found[f"{review}.due"] == (day("2026-03-02"), day("2026-03-16"))
        assert found[f"{review}.state"] == ("late", "open")
        assert found[f"{review}.aim"] == (day("2026-02-16"), None)

    def test_shows_a_duty_that_only_one_edition_has(self):
        found = changes(THEN, NOW, Subject("D1", scenario=REVIEWED | {"events": [
            {"type": "level_set", "date": day("2026-01-19"), "level": 1},
        ]}))  # fmt: skip

        assert found["duties[level-1-review level_set 2026-01-19].due"] == (day("2026-05-19"), None)

    def test_takes_the_departures_of_an_area(self):
        departure = Departure(
            "review/level_3_longest_gap", 7, "Minutes", "Why", "Who", day("2025-12-01"), day("2026-01-01")
        )
        ours = Side("cheshire-2022", Overlay("northshire", "cheshire-2022", (departure,)))

        found = changes(NOW, ours, Subject("D1", scenario=REVIEWED))

        assert found == {
            "duties[level-3-review meeting_held 2026-01-19].due": (day("2026-03-02"), day("2026-03-09")),
            "duties[level-3-review meeting_held 2026-01-19].state": ("late", "open"),
        }

    @pytest.mark.parametrize("edition", [edition.id for edition in editions.all()])
    def test_of_an_edition_with_itself_finds_nothing(self, edition):
        cases = yaml.safe_load(VIGNETTES.read_text(encoding="utf-8"))["vignettes"]
        side = Side(edition)

        assert [one for one in compare(side, side, (Subject(row["id"], row) for row in cases)) if one.differs] == []

    def test_names_a_case_that_cannot_be_read_and_goes_on(self):
        subjects = [Subject("bad", {"id": "bad", "events": 3}), Subject("N1", NOTIFIED_FOR_EVER)]

        bad, good = compare(THEN, NOW, subjects)

        assert (bad.reference, "no list of events" in bad.problem) == ("bad", True)
        assert good.changes

    def test_reads_one_case_at_a_time(self):
        asked = []

        def caseload():
            for number in range(1000):
                asked.append(number)
                yield Subject(str(number), NOTIFIED_FOR_EVER)

        found = compare(THEN, NOW, caseload())
        next(found)

        assert asked == [0]

    def test_refuses_an_unknown_edition_before_anything_is_read(self):
        with pytest.raises(editions.UnknownEdition):
            compare(NOW, Side("kent-2031"), iter([]))


class TestTally:
    def test_counts_cases_and_kinds_of_field(self):
        tally = Tally()
        for one in compare(THEN, NOW, [Subject("N1", NOTIFIED_FOR_EVER), Subject("D1", scenario=REVIEWED)]):
            tally.add(one)

        shown = tally.as_dict()
        assert (shown["asked"], shown["changed"], shown["problems"]) == (2, 2, 0)
        assert shown["fields"]["notification.earliest_review"] == 1
        assert shown["fields"]["duties[level-3-minutes].aim"] == 1


class TestTheCommand:
    def run(self, capsysbinary, *words):
        status = main(["editions", "compare", *words])
        done = capsysbinary.readouterr()
        return status, done.out, done.err.decode()

    def test_prints_values_cases_and_figures_as_json(self, capsysbinary):
        status, out, messages = self.run(
            capsysbinary, "hampshire-2008", "cheshire-2022", "--cases", str(VIGNETTES), "--on", "2026-11-20"
        )
        printed = json.loads(out)

        assert (status, messages) == (0, "")
        assert {row["name"] for row in printed["parameters"]} >= {"categories/available"}
        assert printed["figures"]["asked"] == 25
        changed = {row["reference"]: row["changes"] for row in printed["cases"]}
        assert {"field": "categories", "before": [], "after": [4]} in changed["V10"]

    def test_without_cases_compares_values_alone(self, capsysbinary):
        for other in ("cheshire-2022", "national-draft", "statute-current"):
            printed = json.loads(self.run(capsysbinary, "hampshire-2008", other)[1])

            assert set(printed) == {"from", "to", "parameters"}

    def test_says_that_the_cases_of_an_area_need_the_product(self, capsysbinary, monkeypatch):
        monkeypatch.setattr("mappa_policy.editions_cli.GROUP", "mappa.nothing")

        status, out, messages = self.run(capsysbinary, "hampshire-2008", "cheshire-2022", "--area", "northshire")

        assert (status, out) == (2, b"")
        assert "kept by the product, which is not installed" in messages

    def test_refuses_an_edition_or_a_file_that_is_not_there(self, capsysbinary, tmp_path):
        assert self.run(capsysbinary, "hampshire-2008", "nowhere")[0] == 1
        status, out, _ = self.run(capsysbinary, "hampshire-2008", "cheshire-2022", "--cases", str(tmp_path / "none"))
        assert (status, out) == (1, b"")


def test_fields_are_those_of_the_answer():
    assert set(what_if.LEAVES) == {
        "mappa_eligible", "limbs", "categories", "recorded_category", "levels_allowed", "lead_agency", "pdp_route",
        "notification.subject_on_as_of", "notification.indefinite", "notification.overall_last_day",
        "notification.initial_deadline", "notification.earliest_review",
    }  # fmt: skip
