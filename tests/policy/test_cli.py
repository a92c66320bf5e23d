"""The command line, run as its users run it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent / "worked_examples" / "vignettes.yaml"


def mappa(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "mappa_policy.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


class TestDetermine:
    def test_answers_every_case_in_a_file_as_json(self):
        done = mappa("determine", EXAMPLES)

        results = json.loads(done.stdout)["results"]
        assert (done.returncode, done.stderr) == (0, "")
        assert [row["id"] for row in results] == [f"V{number:02}" for number in range(1, 26)]
        assert results[0]["notification"]["periods"][0]["first_day"] == "2019-03-14"

    def test_reads_json_and_a_single_case(self, tmp_path):
        file = tmp_path / "one.json"
        file.write_text(json.dumps({"id": "é", "as_of": "2026-11-20", "events": []}), encoding="utf-8")

        assert json.loads(mappa("determine", file).stdout)["results"][0]["id"] == "é"

    def test_takes_another_edition_and_day(self):
        done = mappa("determine", EXAMPLES, "--edition", "hampshire-2008", "--as-of", "2024-01-01")

        results = {row["id"]: row for row in json.loads(done.stdout)["results"]}
        assert results["V24"]["edition"] == "hampshire-2008"
        assert results["V24"]["as_of"] == "2024-01-01"
        assert results["V24"]["categories"] == [1]
        assert results["V10"]["categories"] == []

    def test_says_it_in_words(self):
        done = mappa("determine", EXAMPLES, "--format", "text")

        assert "Case V04 on 20 November 2026, edition statute-current." in done.stdout
        assert "- Met: Category 2: listed offence and a long enough sentence of custody (the" in done.stdout

    def test_says_it_in_one_line_for_each_case(self):
        done = mappa("determine", EXAMPLES, "--format", "text", "--explain", "compact")

        assert len(done.stdout.splitlines()) == 25
        assert "V04: Category 2; not subject to notification; Category 2 to 11 January 2027" in done.stdout

    def test_says_what_would_change_in_words_and_for_machines(self, tmp_path):
        file = tmp_path / "one.json"
        event = {
            "id": "C1",
            "type": "conviction",
            "date": "2026-03-02",
            "court": "crown",
            "offence": {"sch15_para": "20"},
        }
        file.write_text(json.dumps({"id": "X", "as_of": "2026-11-20", "events": [event]}), encoding="utf-8")
        text = mappa("determine", file, "--format", "text", "--explain", "changes").stdout
        rows = json.loads(mappa("determine", file, "--explain", "changes").stdout)["results"]

        assert "It would be met if the disposal for" in text
        assert "No single fact changes this." in text
        assert {row["limb"] for row in rows[0]["what_would_change"]["limbs"]} == {r["limb"] for r in rows[0]["reasons"]}

    def test_refuses_one_case_by_name_and_answers_the_rest(self, tmp_path):
        file = tmp_path / "two.yaml"
        file.write_text(
            "cases:\n- {id: good, as_of: 2026-11-20, events: [], mood: bad}\n- {id: bad, as_of: soon, events: []}\n",
            encoding="utf-8",
        )
        done = mappa("determine", file)

        assert done.returncode == 1
        assert [row["id"] for row in json.loads(done.stdout)["results"]] == ["good"]
        assert "case bad: as_of: 'soon' is not a date" in done.stderr
        assert "mood is not known and was not used" in done.stderr

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"\xff\xfe\x00", "not UTF-8"),
            (b"a: [", "neither YAML nor JSON"),
            (b"", "no list of cases"),
            (b"vignettes: 3", "no list of cases"),
            (b"- 3", "Write keys and values"),
        ],
    )
    def test_refuses_a_file_it_cannot_read_without_a_traceback(self, content, says, tmp_path):
        file = tmp_path / "bad.yaml"
        file.write_bytes(content)
        done = mappa("determine", file)

        assert done.returncode == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr

    def test_refuses_a_file_that_is_not_there_and_an_unknown_edition(self, tmp_path):
        assert "cannot be read" in mappa("determine", tmp_path / "none.yaml").stderr
        unknown = mappa("determine", EXAMPLES, "--edition", "kent-2031")
        assert unknown.returncode == 1
        assert "There is no edition 'kent-2031'" in unknown.stderr

    def test_wrong_usage_is_status_two(self):
        assert mappa("determine").returncode == 2
        assert mappa("determine", EXAMPLES, "--as-of", "soon").returncode == 2
        assert mappa().returncode == 2

    def test_starts_quickly(self):
        best = min(self.seconds() for _ in range(3))

        assert best < 1.0  # about 0.2 on a quiet machine

    def seconds(self):
        began = time.perf_counter()
        mappa("determine", EXAMPLES)
        return time.perf_counter() - began


class TestEditions:
    def test_check_passes_what_is_shipped(self):
        done = mappa("editions", "check")

        assert done.returncode == 0
        assert json.loads(done.stdout)["faults"] == []

    def test_compare_prints_both_values(self):
        done = mappa("editions", "compare", "hampshire-2008", "cheshire-2022")

        rows = json.loads(done.stdout)["parameters"]
        assert {"name", "label", "hampshire-2008", "cheshire-2022"} <= set(rows[0])
        assert mappa("editions", "compare", "hampshire-2008", "nowhere").returncode == 1
