"""Needs assessments of other services: evidence that supports an assessment of risk."""

import pytest

from mappa.record.models import Attachment
from tests.factories.cases import an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
SENT = {
    "found": "Support with a tenancy", "assessed_by": "Jo Umber", "supports": "OASys of 5 January: losing the tenancy",
    "since_day": "1 3 2026", "source": "northshire-police", "marking": "OFFICIAL-SENSITIVE", "readers": "all",
}  # fmt: skip


@pytest.fixture
def page(client, om):
    client.force_login(om)
    case = an_open_case(a_person(involving=(om.agency,)), lead=om.agency)
    return f"/people/{case.person.reference}/record/needs-assessments/"


@pytest.mark.requirement("RISK-18")
def test_each_service_adds_its_own_and_says_what_it_supports(client, page):
    services = {"health": "Health", "education": "Education", "housing": "Housing", "social": "Social services"}

    for service in services:
        assert client.post(f"{page}new/", {**SENT, "service": service}).status_code == 302

    listed = client.get(page).content.decode()
    assert all(f">{label}<" in "".join(listed.split("\n")).replace("  ", "") for label in services.values())
    assert listed.count(SENT["supports"]) == len(services)


@pytest.mark.requirement("RISK-18")
@pytest.mark.parametrize("missing", ["service", "supports", "assessed_by"])
def test_one_that_supports_nothing_or_comes_from_nobody_is_not_saved(client, page, missing):
    answer = client.post(f"{page}new/", {**SENT, "service": "health", missing: ""})

    assert answer.status_code == 422
    assert not Attachment.objects.exists()
