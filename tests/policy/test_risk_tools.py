"""Tools of risk assessment: who they are for, what calls for them, and which value stands."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from mappa_policy import sources
from mappa_policy.rules.risk_tools import (
    Done,
    Happening,
    Subject,
    approved_tools,
    other_tool,
    required_tools,
    sexual_offending,
    standing_tool,
    tool_applies,
    tool_reasons,
)
from tests.policy.cases import BODILY_HARM, RAPE, SEXUAL_ASSAULT, TODAY, convicted

EXAMPLES = yaml.safe_load((Path(__file__).parent / "worked_examples" / "risk_tools.yaml").read_text(encoding="utf-8"))
ON = dt.date(2026, 3, 2)
QUESTIONS = ("like_group", "track_record", "bands", "raters", "uk_population")


def rows(kind):
    return [pytest.param(row, id=row["name"], marks=pytest.mark.requirement(row["row"])) for row in EXAMPLES[kind]]


def subject_of(row):
    if row.get("man"):
        return Subject("male", dt.date(1980, 1, 1), sexual=True)
    return Subject(row.get("sex", ""), row.get("born"), row.get("sexual"))


@pytest.mark.parametrize("row", rows("applies"))
def test_a_tool_is_for_those_it_was_made_for(row):
    answers = dict(zip(QUESTIONS, row.get("answers", []), strict=False))
    edition = row.get("edition", "hampshire-2008")
    reasons = tool_reasons(row["tool"], edition=edition, subject=subject_of(row), on=ON, answers=answers)

    assert tool_applies(reasons).value == row["applies"]
    assert [fact for reason in reasons for fact in reason.missing] == row.get("missing", []) or "missing" not in row
    assert all(sources.resolve(citation) for reason in reasons for citation in reason.citations)


@pytest.mark.parametrize("row", rows("requires"))
def test_the_facts_call_for_a_tool_and_say_whether_it_is_there(row):
    found = required_tools(
        edition=row["edition"],
        subject=subject_of(row),
        on=ON,
        happenings=[Happening(kind, on) for kind, on in row.get("happened", {}).items()],
        done=[Done(tool, on) for tool, on in row.get("done", {}).items()],
    )

    assert {one.tool: one.reason.outcome.value for one in found} == row["needs"]
    assert all(sources.resolve(citation) for one in found for citation in one.reason.citations)


@pytest.mark.requirement("RISK-01")
@pytest.mark.parametrize(
    ("edition", "added"), [("hampshire-2008", set()), ("norfolk-2019", {"ARMS"}), ("statute-current", {"ARMS"})]
)
def test_each_edition_has_its_own_list(edition, added):
    assert set(approved_tools(edition)) == {"OASys", "RM2000", "ASSET", "SARN", "SARA"} | added


@pytest.mark.requirement("RISK-17")
def test_another_tool_is_asked_five_questions_each_with_its_own_outcome():
    reasons = other_tool({"bands": True, "raters": False}, edition="statute-current")

    assert [reason.limb for reason in reasons] == [f"risk-tool.{name}" for name in QUESTIONS]
    assert [reason.outcome.value for reason in reasons] == [
        "cannot_tell",
        "cannot_tell",
        "met",
        "not_met",
        "cannot_tell",
    ]


@pytest.mark.requirement("RISK-11")
def test_the_likelihood_of_rm2000_stands_and_oasys_supplements_it():
    stands, supplements, citation = standing_tool("statute-current")

    assert (stands, supplements) == ("RM2000", "OASys")
    assert sources.resolve(citation)


class TestSexualOffending:
    def case(self, *events):
        return {"as_of": TODAY, "events": list(events)}

    @pytest.mark.parametrize(
        ("offence", "answer"),
        [
            (RAPE, True),
            (SEXUAL_ASSAULT, True),
            (BODILY_HARM, False),
            ({"statute": "Sexual Offences Act 2003", "section": "3"}, True),
            ({"statute": "Theft Act 1968", "section": "1"}, False),
            ({"title": "Something"}, None),
            ({"cjs_code": "XX99999"}, None),
        ],
    )
    def test_is_read_from_the_offence_whatever_the_sentence(self, offence, answer):
        assert sexual_offending(self.case(convicted(offence=offence))) is answer

    def test_one_sexual_offence_is_enough_and_none_recorded_cannot_be_told(self):
        both = self.case(convicted(offence=BODILY_HARM), convicted(offence=RAPE, name="C2"))

        assert sexual_offending(both) is True
        assert sexual_offending(self.case()) is None
