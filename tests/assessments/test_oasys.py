"""The sections of an OASys assessment: recorded once, beside it, and compared with those of the one before."""

import re
from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.assessments.models import OasysRecord
from mappa.assessments.oasys import factors
from mappa.assessments.services import record_assessment
from mappa.kernel.decisions import Incomplete
from tests.factories.accounts import a_user, an_agency
from tests.factories.offending import WORDS, an_assessment
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db
SENT = {
    "reconviction_score": "61", "factor_drugs": "both", "factor_accommodation": "none",
    "self_assessment": "Says that he drinks less", "serious_harm": "Harm to a partner, after drinking",
    "other_risks": "Self-harm in custody", "specialist_needed": "yes", "specialist": "SARA, for violence at home",
    "plan": "Actions on alcohol and on the home",
}  # fmt: skip


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def page(client, person):
    client.force_login(a_user(Role.COORDINATOR))
    return f"/people/{person.reference}/risk/"


def sent(client, page, assessment, **more):
    return client.post(f"{page}oasys/", {**SENT, "assessment": assessment.pk, **more})


def cells(text):
    """The rows of the table of factors, each as the words of its cells."""
    table = text.split("Offending factors, and how they changed</caption>")[1].split("</table>")[0]
    rows = [re.findall(r"<t[hd] scope=.row.[^>]*>(.*?)</th>|<td[^>]*>(.*?)</td>", row, re.DOTALL)
            for row in table.split("<tr")[2:]]  # fmt: skip
    return {row[0][0]: [re.sub(r"<[^>]*>", "", cell).strip() for _, cell in row[1:]] for row in rows}


@pytest.mark.requirement("RISK-03")
def test_has_at_most_thirteen_factors():
    assert 0 < len(factors()) <= 13


@pytest.mark.requirement("RISK-03")
def test_shows_every_section_with_the_way_to_the_plan(client, page, person):
    assert sent(client, page, an_assessment(person)).status_code == 302

    text = client.get(page).content.decode()

    sections = text.split("Sections of the OASys assessment</h2>")[1]
    for words in (
        "61%",
        *(SENT[name] for name in ("self_assessment", "serious_harm", "other_risks", "specialist", "plan")),
    ):
        assert words in sections
    assert f'href="/people/{person.reference}/plan/"' in sections
    assert cells(text)["Drugs"][0] == "Linked to both"
    assert cells(text)["Alcohol"][0] == "Not looked at"


@pytest.mark.requirement("RISK-03")
def test_sets_each_factor_beside_that_of_the_assessment_before(client, page, person):
    sent(client, page, an_assessment(person, on=date(2025, 6, 2)), reconviction_score="40", factor_drugs="none")
    sent(client, page, an_assessment(person, on=date(2026, 1, 5)))

    shown = cells(client.get(page).content.decode())

    assert shown["Reconviction score"] == ["61%", "40%", "Changed"]
    assert shown["Drugs"] == ["Linked to both", "No link", "Changed"]
    assert shown["Accommodation"] == ["No link", "No link", "Same"]


@pytest.mark.requirement("RISK-03")
@pytest.mark.parametrize("missing", ["serious_harm", "specialist", "plan"])
def test_says_what_is_missing_and_saves_nothing(client, page, person, missing):
    answer = sent(client, page, an_assessment(person), **{missing: ""})

    assert answer.status_code == 422
    assert not OasysRecord.objects.exists()


def test_refuses_a_score_that_is_no_percentage(client, page, person):
    assert sent(client, page, an_assessment(person), reconviction_score="101").status_code == 422
    assert not OasysRecord.objects.exists()


def test_stays_as_it_was_received(client, page, person):
    assessment = an_assessment(person)
    sent(client, page, assessment)

    assert sent(client, page, assessment, plan="Something else").status_code == 422

    assert OasysRecord.objects.get().plan == SENT["plan"]


@pytest.mark.parametrize("tool", ["RM2000", "ASSET"])
def test_is_offered_for_oasys_alone(client, page, person, tool):
    assert sent(client, page, an_assessment(person, tool=tool)).status_code == 422
    assert not OasysRecord.objects.exists()


@pytest.mark.requirement("RISK-03")
@pytest.mark.parametrize(("born", "taken"), [(date(2008, 2, 2), False), (date(2008, 2, 1), True)])
def test_is_for_people_of_eighteen_and_over(born, taken):
    person = a_person(date_of_birth=born)
    facts = {"tool": "OASys", "on": date(2026, 2, 1), "assessor": "Pat Practitioner", "rosh": "high", "words": WORDS}

    def record():
        return record_assessment(
            person=person, agency=an_agency("probation"), actor=a_user(Role.COORDINATOR), at=NOON, **facts
        )

    if taken:
        assert record().tool == "OASys"
    else:
        with pytest.raises(Incomplete):
            record()
