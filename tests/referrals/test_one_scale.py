"""One scale for the risk of serious harm: the nominal record, referrals and minutes say the same words."""

import re
from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.assessments.models import Assessment, RiskDiscussion, RoshLevel, RoshRating
from mappa.meetings.minutes_content import content_of
from mappa.referrals.models import Referral
from mappa.referrals.sections import QUESTIONS
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_meeting
from tests.factories.offending import an_assessment
from tests.factories.people import a_person
from tests.factories.referrals import a_draft, a_practitioner

pytestmark = pytest.mark.django_db
TAGS = re.compile(r"<[^>]*>")


def after(label, page):
    """The first words that follow a label on a page."""
    lines = map(str.strip, TAGS.sub("\n", page.split(label, 1)[1]).splitlines())
    return next(line for line in lines if line.strip(":"))


@pytest.mark.requirement("RISK-08")
def test_every_place_that_holds_a_level_takes_the_same_four_words():
    held = (
        Assessment._meta.get_field("rosh"), RoshRating._meta.get_field("level"), Referral._meta.get_field("rosh"),
        RiskDiscussion._meta.get_field("agreed_rosh"),
    )  # fmt: skip

    assert all(field.choices == RoshLevel.choices for field in held)
    assert [label for _, label in RoshLevel.choices] == ["Low", "Medium", "High", "Very high"]


@pytest.mark.requirement("RISK-08")
@pytest.mark.parametrize("level", RoshLevel)
def test_the_nominal_a_referral_and_minutes_say_a_level_alike(client, level):
    referrer = a_practitioner()
    case = an_open_case(a_person(involving=(referrer.agency,)), lead=referrer.agency, level=2)
    assessed = an_assessment(case.person, rosh=level, on=date(2026, 1, 5))
    RoshRating.objects.create(assessment=assessed, group="children", level=level)
    referral = a_draft(referrer, case.person)
    client.force_login(referrer)

    record = client.get(f"/people/{case.person.reference}/").content.decode()
    risk = client.get(f"/people/{case.person.reference}/risk/").content.decode()
    form = client.get(f"/referrals/{referral.reference}/section/risk/").content.decode()
    asked = client.get(f"/referrals/{referral.reference}/check/").content.decode()
    minutes = content_of(a_meeting(case))["ratings"]

    said = level.label
    assert {after("RoSH", record), after("Overall RoSH", risk), after(QUESTIONS["rosh"], asked)} == {said}
    assert re.search(rf'value="{level}"[^>]*checked', form)
    assert [(one["group"], one["level"]) for one in minutes] == [("Children", said)]


@pytest.mark.requirement("RISK-08")
def test_a_referral_without_a_level_is_not_complete(client):
    referrer = a_user(Role.PROBATION_PRACTITIONER)
    referral = a_draft(referrer)
    client.force_login(referrer)

    text = client.post(f"/referrals/{referral.reference}/check/", {"version": referral.version}).content.decode()

    assert "Choose the overall level of the risk of serious harm" in text
