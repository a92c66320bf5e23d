"""New facts given at a meeting oblige an agency that took part to look again at its own assessment and plan."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.meetings.models import InformationReply
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_held_meeting
from tests.factories.offending import an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
OWED = "Review your assessment and plan"


@pytest.fixture
def om():
    return a_user(Role.PROBATION_PRACTITIONER)


@pytest.fixture
def case(om):
    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency, level=2)


def held(case, *, holds=True):
    """A meeting of yesterday at which housing said what it holds, or that it holds nothing."""
    meeting = a_held_meeting(case, at=NOON - timedelta(days=20), starts_at=NOON - timedelta(days=1))
    InformationReply.objects.create(
        request=meeting.requests.get(agency=an_agency("housing")), nothing_held=not holds, at=NOON, by="factory"
    )
    return meeting


def says(client, om, case):
    client.force_login(om)
    return client.get(f"/people/{case.person.reference}/meetings/").content.decode()


@pytest.mark.requirement("RISK-23")
def test_says_so_until_the_agency_has_assessed_again(client, om, case):
    an_assessment(case.person, on=TODAY - timedelta(days=30), agency=om.agency)
    meeting = held(case)

    before = says(client, om, case)
    an_assessment(case.person, on=TODAY - timedelta(days=1), agency=om.agency)

    assert OWED in before
    assert f"New facts were given at {meeting.reference}" in before
    assert OWED not in says(client, om, case)


@pytest.mark.requirement("RISK-23")
@pytest.mark.parametrize("why", ["nothing_new", "no_assessment_of_its_own", "another_agency"])
def test_asks_for_nothing_where_nothing_is_owed(client, om, case, why):
    if why != "no_assessment_of_its_own":
        agency = an_agency("prison") if why == "another_agency" else om.agency
        an_assessment(case.person, on=TODAY - timedelta(days=30), agency=agency)
    held(case, holds=why != "nothing_new")

    assert OWED not in says(client, om, case)
