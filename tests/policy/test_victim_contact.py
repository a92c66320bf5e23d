"""Who brings statutory contact with the victim: a table of convictions and what each comes to."""

import pytest

from mappa_policy.model import Outcome
from mappa_policy.rules.victim_contact import qualifies, victim_contact
from tests.policy.cases import BODILY_HARM, RAPE, THEFT, TODAY, convicted, given

CASES = [
    ("exactly twelve months", [convicted(), given("IMP_12", term_months=12)], "met"),
    ("a violent crime", [convicted(offence=BODILY_HARM), given("IMP_12", term_months=20)], "met"),
    ("eleven months", [convicted(), given("IMP_U12", term_months=11)], "not_met"),
    ("neither sexual nor violent", [convicted(offence=THEFT), given("IMP_12", term_months=30)], "not_met"),
    ("a suspended term", [convicted(), given("SSO_12", term_months=18)], "not_met"),
    ("life", [convicted(), given("LIFE")], "met"),
    ("a caution", [convicted(kind="caution")], "not_met"),
    ("a term nobody recorded", [convicted(), given("YOI_12")], "met"),
    ("no sentence on record", [convicted()], "cannot_tell"),
    (
        "two terms below it",
        [
            convicted(), given("IMP_U12", term_months=8),
            convicted(name="C2"), given("IMP_U12", name="C2", term_months=8),
        ],
        "not_met",
    ),
    ("nothing on record", [], "not_met"),
]  # fmt: skip


def asked(events, edition="statute-current"):
    case = {"id": "X", "as_of": TODAY, "person": {"dob": "1980-01-01"}, "events": events, "assessment": {}}
    return victim_contact(case, edition=edition, on=TODAY)


@pytest.mark.requirement("VICTIM-03")
@pytest.mark.parametrize(("events", "outcome"), [pytest.param(*row[1:], id=row[0]) for row in CASES])
def test_follows_the_crime_and_the_term_to_be_served(events, outcome):
    reasons = asked(events)

    assert qualifies(reasons) is Outcome(outcome)
    assert all(reason.because and reason.citations for reason in reasons)


@pytest.mark.requirement("VICTIM-03")
def test_names_the_fact_that_is_missing_to_tell():
    (reason,) = asked([convicted()])

    assert reason.missing == ("C1.disposal: whether it is custody of that length",)
    assert "cannot be told" in reason.because


def test_gives_each_conviction_its_own_answer():
    events = [convicted(), given("IMP_12", term_months=24), convicted(name="C2", offence=RAPE)]

    assert {one.about: one.outcome.value for one in asked(events)} == {"C1": "met", "C2": "cannot_tell"}


def test_reads_the_threshold_and_its_source_from_the_edition():
    assert "Hampshire 2008" in asked([convicted(), given("IMP_12", term_months=12)], "hampshire-2008")[0].citations[0]
