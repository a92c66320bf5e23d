"""The plan goes to every agency with a task, and it is on record who holds which version."""

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.plans.models import PlanCopy
from mappa.sharing.models import Share
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.plans import a_line, a_plan, an_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return a_user(Role.PROBATION_PRACTITIONER)


@pytest.fixture
def case(writer):
    """A plan with a task for housing, and one for probation, which leads."""
    case = an_open_case(lead=writer.agency, level=1)
    a_line(a_plan(case, writer), writer, text="Curfew from 8pm")
    an_action(case, writer, agency=an_agency(AgencyKind.HOUSING))
    an_action(case, writer, what="Visit weekly")
    return case


def held():
    rows = PlanCopy.objects.order_by("edition__number", "agency__kind")
    return [(copy.edition.number, copy.agency.kind) for copy in rows.select_related("edition", "agency")]


class TestCopies:
    @pytest.mark.requirement("PLAN-29")
    def test_go_to_each_agency_with_a_task_and_say_who_holds_which_version(self, client, writer, case):
        page = f"/people/{case.person.reference}/plan/copies/"
        client.force_login(writer)
        assert "Nobody holds a copy" in client.get(page).content.decode()

        for _ in range(2):
            assert client.post(page).status_code == 302

        assert held() == [(1, "housing"), (1, "probation")]
        share = Share.objects.get()
        assert (share.agency.kind, share.made_through) == ("housing", "plan")
        assert {section.name for section in share.sections.all()} == {"names", "plan"}
        events = AuditEvent.objects.filter(operation="plans:plan:share", what="disclosure")
        assert {event.details["to"] for event in events} == {"northshire-housing", "northshire-probation"}
        a_line(case.plan, writer, text="No contact with the former employer")
        spoc = a_user(Role.AGENCY_CONTACT)
        client.force_login(spoc)
        client.post(f"/shared-with-us/{share.pk}/", {"accepted": "on"})
        assert "No contact with the former employer" in client.get(f"/shared-with-us/{share.pk}/").content.decode()
        assert held() == [(1, "housing"), (1, "probation"), (2, "housing")]
        client.force_login(writer)
        body = client.get(page).content.decode()
        assert "Northshire Housing" in body
        assert spoc.username in body

    def test_are_not_shared_without_a_task_or_a_plan_or_the_permission(self, client, writer, case):
        bare = an_open_case(lead=writer.agency)
        client.force_login(writer)
        page = f"/people/{bare.person.reference}/plan/copies/"
        assert client.post(page).status_code == 409
        a_plan(bare, writer)
        assert client.post(page).status_code == 409
        client.force_login(a_user(Role.PRISON_LEAD, agency=writer.agency))
        page = f"/people/{case.person.reference}/plan/copies/"
        assert client.get(page).status_code == 200
        assert client.post(page).status_code == 403
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        assert client.post(page).status_code == 404
        assert held() == []
