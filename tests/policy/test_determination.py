"""The 25 worked people, compared key by key with what a practitioner expects."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from mappa_policy import determine, sources

EXAMPLES = Path(__file__).parent / "worked_examples"
WORKED = yaml.safe_load((EXAMPLES / "vignettes.yaml").read_text(encoding="utf-8"))["vignettes"]
# Duties of other orders are the duty engine's; the other three say how to compare.
NOT_COMPARED = {"duties", "accept_categories", "tolerance_days", "must_flag"}


def plain(value):
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def near(one, other, days):
    if one is None or other is None:
        return one == other
    return abs(dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days <= days


def of_notification(expected, said, days):
    """What of the expected notification is not given."""
    for key, value in expected.items():
        if key == "periods":
            continue
        same = near(value, said[key], days) if key.endswith(("day", "line", "view")) else said[key] == value
        if not same:
            yield f"notification {key}: expected {value}, given {said[key]}"
    wanted = [(row["regime"], row["source"], row["first_day"]) for row in expected["periods"]]
    if [(row["regime"], row["source"], row["first_day"]) for row in said["periods"]] != wanted:
        yield f"periods: {said['periods']}"
    for row, other in zip(expected["periods"], said["periods"], strict=False):
        if not near(row["last_day"], other["last_day"], days):
            yield f"period {row['source']}: expected {row['last_day']}, given {other['last_day']}"


def differences(expected, given):
    """What of the expected answer is not given, as words."""
    days = expected.get("tolerance_days", 0)
    yield from (f"flag {flag} is not raised" for flag in expected["must_flag"] if flag not in given["flags"])
    if given["categories"] not in [expected["categories"], *expected.get("accept_categories", [])]:
        yield f"categories: {given['categories']}"
    for key in set(expected) - NOT_COMPARED - {"notification", "exit", "categories"}:
        if given[key] != expected[key]:
            yield f"{key}: expected {expected[key]}, given {given[key]}"
    for key, value in expected["exit"].items():
        if key not in given["exit"] or not near(value, given["exit"][key], days):
            yield f"exit {key}: expected {value}, given {given['exit']}"
    yield from of_notification(expected["notification"], given["notification"], days)


# The text of 2008 takes terrorism in by a judgement that nobody recorded for this person.
NEEDS_A_JUDGEMENT = {"V10"}
IN_2008 = [
    case for case in WORKED if case["expected_categories_2008"] is not None and case["id"] not in NEEDS_A_JUDGEMENT
]


class TestWorkedPeopleIn2008:
    @pytest.mark.requirement("IDENT-04", "IDENT-08")
    @pytest.mark.parametrize("case", IN_2008, ids=[case["id"] for case in IN_2008])
    def test_get_the_categories_of_that_edition(self, case):
        assert determine(case, edition="hampshire-2008").as_dict()["categories"] == case["expected_categories_2008"]

    def test_are_offered_category_3_where_terrorism_had_no_category(self):
        case = next(case for case in WORKED if case["id"] == "V10")

        assert "consider_cat3" in determine(case, edition="hampshire-2008").flags


class TestWorkedPeople:
    @pytest.mark.requirement(
        "IDENT-04", "IDENT-05", "IDENT-06", "IDENT-08", "IDENT-12", "IDENT-25", "IDENT-26", "IDENT-31", "IDENT-32"
    )
    @pytest.mark.parametrize("case", WORKED, ids=[case["id"] for case in WORKED])
    def test_get_the_answer_a_practitioner_expects(self, case):
        answer = determine(case).as_dict()

        assert list(differences(plain(case["expected"]), answer)) == []
        assert answer["undetermined"] == []
        assert answer["unknown"] == []

    @pytest.mark.parametrize("case", WORKED, ids=[case["id"] for case in WORKED])
    def test_show_every_limb_with_a_citation_that_resolves(self, case):
        reasons = determine(case).as_dict()["reasons"]

        shown = {reason["limb"] for reason in reasons}
        assert shown >= {
            "CAT1_NOTIFICATION",
            "CAT2_CUSTODY",
            "CAT2_HOSPITAL",
            "CAT2_GUARDIANSHIP",
            "CAT2_FINDING",
            "CAT3_RA",
            "CAT4_AUTO",
            "CAT4_DISCRETIONARY",
        }
        for reason in reasons:
            assert reason["because"]
            assert reason["citations"]
            assert [text for text in reason["citations"] if sources.resolve(text) is None] == []
