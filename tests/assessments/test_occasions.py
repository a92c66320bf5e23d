"""What calls for a tool is recorded on a page, and the risk page says which tool is missing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AreaEdition
from mappa.assessments.models import ToolOccasion
from mappa.audit.models import AuditEvent
from tests.factories.accounts import a_user
from tests.factories.offending import a_conviction, an_assessment

pytestmark = pytest.mark.django_db
DAY = "2 2 2026"


@pytest.fixture
def om():
    return a_user(Role.PROBATION_PRACTITIONER)


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


def record(browser, person, kind, on=DAY):
    return browser.post(f"/people/{person.reference}/risk/occasions/new/", {"kind": kind, "on_day": on})


def risk(browser, person):
    return browser.get(f"/people/{person.reference}/risk/").content.decode()


class TestOccasions:
    @pytest.mark.parametrize(
        ("kind", "tool"),
        [
            pytest.param("sexual_programme_completed", "SARN", marks=pytest.mark.requirement("RISK-13")),
            pytest.param("oasys_trigger", "SARA", marks=pytest.mark.requirement("RISK-14")),
            pytest.param("domestic_abuse_link", "SARA", marks=pytest.mark.requirement("RISK-14")),
            pytest.param("domestic_abuse_programme_referral", "SARA", marks=pytest.mark.requirement("RISK-14")),
        ],
    )
    def test_call_for_a_tool_until_it_is_recorded(self, browser, person, kind, tool):
        assert f"calls for {tool}" not in risk(browser, person)

        assert record(browser, person, kind).status_code == 302

        page = risk(browser, person)
        assert f"2 February 2026, which calls for {tool}" in page
        assert "None is recorded" in page
        an_assessment(person, tool=tool, on=date(2026, 2, 2))
        assert f"calls for {tool} by" in risk(browser, person)
        assert risk(browser, person).count("It is recorded.") == 1

    @pytest.mark.requirement("RISK-14")
    def test_a_referral_to_a_programme_needs_it_on_its_day_at_the_latest(self, browser, person):
        record(browser, person, "domestic_abuse_programme_referral")
        an_assessment(person, tool="SARA", on=date(2026, 2, 3))

        assert "None is recorded" in risk(browser, person)

    @pytest.mark.requirement("RISK-10")
    def test_a_report_on_a_sexual_offender_calls_for_a_matrix_where_the_edition_asks_for_it(self, browser, person, om):
        a_conviction(person)
        record(browser, person, "parole_report")
        assert "RM2000" not in risk(browser, person)

        AreaEdition.objects.create(area=om.area, edition="hampshire-2008", since=date(2008, 1, 1))

        assert "which calls for RM2000 by 2 February 2026. None is recorded." in risk(browser, person)

    def test_is_there_once_when_posted_twice_and_is_on_the_record(self, browser, person, om):
        for _ in range(2):
            record(browser, person, "oasys_trigger")

        assert ToolOccasion.objects.count() == 1
        assert AuditEvent.objects.get(operation="assessments:occasion:record").who == om.username

    @pytest.mark.parametrize(
        ("kind", "on", "says"), [("", DAY, "There is a problem"), ("oasys_trigger", "2 2 2099", "today or in the past")]
    )
    def test_refuses_what_cannot_be_beside_its_field(self, browser, person, kind, on, says):
        answer = record(browser, person, kind, on)

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not ToolOccasion.objects.exists()

    def test_takes_as_many_queries_for_twice_as_much(self, browser, person):
        def queries():
            for kind in ("oasys_trigger", "parole_report"):
                record(browser, person, kind, f"{ToolOccasion.objects.count() + 1} 2 2026")
            with CaptureQueriesContext(connection) as seen:
                risk(browser, person)
            return len(seen)

        first, second = queries(), queries()

        assert first == second <= 20

    def test_is_for_those_who_record_facts_and_unknown_to_strangers(self, client, person):
        client.force_login(a_user(Role.CHAIR))
        assert record(client, person, "oasys_trigger").status_code == 403
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        assert record(client, person, "oasys_trigger").status_code == 404
        assert not ToolOccasion.objects.exists()
