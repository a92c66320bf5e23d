"""A request for what is held goes to each owner, who decides its part case by case."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.determinations.sharing import subject_access_due
from mappa.kernel import clock
from mappa.ledger.models import SubjectAccess, SubjectAccessPart
from mappa.people.models import Involvement, InvolvementKind
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case

pytestmark = pytest.mark.django_db
TODAY = clock.day_of(clock.now())


@pytest.fixture
def officer():
    return a_user(Role.POLICE_OFFENDER_MANAGER)


@pytest.fixture
def person(officer):
    """A record that police lead and probation manage."""
    person = an_open_case(lead=officer.agency).person
    Involvement.objects.create(
        person=person, agency=an_agency(AgencyKind.PROBATION), kind=InvolvementKind.RECORD_MANAGER,
        since=date(2020, 1, 1), reason="factory",
    )  # fmt: skip
    return person


def typed(person, **more):
    came = TODAY - timedelta(days=1)
    return {
        "person": person.reference.lower(), "who": "The person's solicitor", "asked_for": "Everything held",
        "received_on_day": came.day, "received_on_month": came.month, "received_on_year": came.year,
    } | more  # fmt: skip


class TestSubjectAccess:
    def test_can_be_decided_by_whoever_works_for_an_owner(self, client, person):
        liaison = a_user(Role.VICTIM_LIAISON)
        Involvement.objects.create(
            person=person, agency=liaison.agency, kind=InvolvementKind.VICTIM_LIAISON, since=date(2020, 1, 1),
            reason="factory",
        )  # fmt: skip
        client.force_login(a_user(Role.GOVERNANCE_LEAD))
        client.post("/subject-access/new/", typed(person))
        part = SubjectAccessPart.objects.get(agency=liaison.agency)
        assert part.sections == ["victims"]
        client.force_login(liaison)
        assert part.request.reference in client.get("/subject-access/").content.decode()

        answer = client.post(
            f"/subject-access/{part.request.reference}/{part.pk}/",
            {"decision": "refuse", "reasons": "It names a victim"},
        )

        assert answer.status_code == 302

    @pytest.mark.requirement("INFO-09")
    def test_goes_to_each_owner_who_decides_case_by_case(self, client, person, officer):
        governance = a_user(Role.GOVERNANCE_LEAD)
        client.force_login(governance)

        for _ in range(2):
            assert client.post("/subject-access/new/", typed(person)).status_code == 302

        request = SubjectAccess.objects.get()
        assert request.due == subject_access_due("cheshire-2022", TODAY - timedelta(days=1))
        parts = {part.agency.kind: part for part in request.parts.select_related("agency")}
        assert {kind: part.intelligence for kind, part in parts.items()} == {"probation": True, "police": False}
        assert "ethnicity" in parts["probation"].sections
        assert "plan" in parts["police"].sections
        page = f"/subject-access/{request.reference}/"
        body = client.get(page).content.decode()
        assert "Refusal is expected" in body
        assert person.family_name not in body
        own, others = (f"{page}{parts[kind].pk}/" for kind in ("police", "probation"))
        client.force_login(officer)
        assert client.get(others).status_code == 404
        assert "Refusal is expected" not in client.get(page).content.decode(), (
            "that is between probation and governance"
        )
        assert "checked" not in client.get(own).content.decode()
        assert client.post(own, {"decision": "refuse"}).status_code == 422
        assert client.post(own, {"reasons": "x"}).status_code == 422
        assert client.post(own, {"decision": "part", "reasons": "Third parties are named"}).status_code == 302
        assert client.post(own, {"decision": "give", "reasons": "Again"}).status_code == 409
        assert "Third parties are named" in client.get(page).content.decode()
        assert SubjectAccessPart.objects.filter(decided_at=None).get().agency.kind == "probation"
        event = AuditEvent.objects.get(operation="sharing:subject-access:decide")
        assert (event.what, event.details["decision"]) == ("disclosure", "part")

    def test_says_what_is_missing(self, client, person):
        client.force_login(a_user(Role.COORDINATOR))
        wrong = ({"person": "NS-P-9999"}, {"who": ""}, {"asked_for": ""}, {"received_on_year": TODAY.year + 1})

        statuses = [client.post("/subject-access/new/", typed(person) | change).status_code for change in wrong]

        assert statuses == [422] * 4
        assert not SubjectAccess.objects.exists()

    def test_is_unknown_to_other_areas_and_agencies(self, client, person):
        client.force_login(a_user(Role.GOVERNANCE_LEAD))
        client.post("/subject-access/new/", typed(person))
        reference = SubjectAccess.objects.get().reference
        for user in (a_user(Role.GOVERNANCE_LEAD, area=an_area("eastmere")), a_user(Role.YOT_MANAGER)):
            client.force_login(user)
            assert client.get(f"/subject-access/{reference}/").status_code == 404
            assert reference not in client.get("/subject-access/").content.decode()

    def test_is_due_on_the_same_day_of_the_next_month_or_its_last(self):
        assert subject_access_due("cheshire-2022", date(2026, 1, 31)) == date(2026, 2, 28)
        assert subject_access_due("hampshire-2008", date(2026, 3, 2)) == date(2026, 4, 2)
