"""Further people worked by hand from the law, each asked about on the days that matter."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from mappa_policy import determine, sources

FILES = sorted((Path(__file__).parent / "worked_examples" / "people").glob("*.yaml"))
STATEMENTS = ("flags", "not_flags", "undetermined", "outcome", "missing", "unknown")


def _asked():
    for file in FILES:
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))["vignettes"]:
            for row in case["asked"]:
                yield pytest.param(case, row, id=f"{case['id']}-{row['as_of']}-{row.get('edition', 'current')}")


def plain(value):
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def of_notification(expected, given):
    """What the answer says of the notification, where the example says something."""
    said = {key: given[key] for key in expected if key != "periods"}
    if "periods" in expected:
        said["periods"] = [[row["source"], row["first_day"], row["last_day"]] for row in given["periods"]]
    return said


def of_reasons(expected, reasons, read):
    """What the reasons say of each limb that the example names."""
    return {
        limb: {about: next(read(row) for row in reasons if (row["limb"], row.get("about", "")) == (limb, about))
               for about in of_limb}
        for limb, of_limb in expected.items()
    }  # fmt: skip


def said(expected, answer):
    """The part of an answer that an example speaks about, in the example's own shape."""
    found = {key: answer[key] for key in expected if key not in {*STATEMENTS, "notification"}}
    if expected.get("exit"):
        found["exit"] = {name: answer["exit"].get(name, "never in") for name in expected["exit"]}
    if "notification" in expected:
        found["notification"] = of_notification(expected["notification"], answer["notification"])
    for key in ("flags", "undetermined", "unknown"):
        if key in expected:
            found[key] = [item for item in expected[key] if item in answer[key]]
    if "not_flags" in expected:
        found["not_flags"] = [flag for flag in expected["not_flags"] if flag not in answer["flags"]]
    if "outcome" in expected:
        found["outcome"] = of_reasons(expected["outcome"], answer["reasons"], lambda row: row["outcome"])
    if "missing" in expected:
        named = {limb: {fact for row in answer["reasons"] if row["limb"] == limb for fact in row.get("missing", ())}
                 for limb in expected["missing"]}  # fmt: skip
        found["missing"] = {limb: [fact for fact in expected["missing"][limb] if fact in named[limb]] for limb in named}
    return found


class TestFurtherPeople:
    @pytest.mark.parametrize(("case", "row"), list(_asked()))
    def test_get_the_answer_that_the_law_gives(self, case, row):
        expected = plain(row["expected"])
        edition = row.get("edition", "statute-current")

        facts = {key: value for key, value in case.items() if key != "asked"}
        answer = determine(facts, edition=edition, as_of=row["as_of"]).as_dict()

        assert said(expected, answer) == expected, case["why"]
        if "undetermined" not in expected and "unknown" not in expected and "outcome" not in expected:
            open_fields = [
                path for path in answer["undetermined"] if not path.startswith(("notification.earliest", "exit.cat4"))
            ]
            assert open_fields == [] or "cta_period_end_depends_on_release" in answer["flags"], open_fields
            assert answer["unknown"] == []

    @pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
    def test_say_why_and_cite_what_can_be_found(self, file):
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))["vignettes"]

        assert len({case["id"] for case in cases}) == len(cases)
        for case in cases:
            assert case["why"]
            assert [text for text in case["citations"] if sources.resolve(text) is None] == []
