"""Another use of shared information is forbidden until its owner agrees; the question and the answer are kept."""

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.sharing.models import FurtherUse
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.sharing import a_share

pytestmark = pytest.mark.django_db
ASKED = {"sections": ["names"], "use": "To warn another landlord", "recipients": "Meadow Lettings"}


@pytest.fixture
def owner():
    return a_user(Role.POLICE_OFFENDER_MANAGER)


@pytest.fixture
def spoc():
    return a_user(Role.AGENCY_CONTACT)


@pytest.fixture
def share(owner, spoc):
    person = an_open_case(lead=owner.agency).person
    return a_share(person, spoc.agency, by=owner, sections=("names", "plan"), owner=owner.agency)


@pytest.fixture
def asked(client, spoc, share):
    client.force_login(spoc)
    for _ in range(2):
        answer = client.post(f"/shared-with-us/{share.pk}/further-use/", ASKED)
        assert answer.status_code == 302
    return FurtherUse.objects.get()


class TestFurtherUse:
    @pytest.mark.requirement("INFO-08")
    def test_is_asked_of_the_owner_answered_once_and_shown_to_both(self, client, owner, spoc, share, asked):
        assert (asked.owner, asked.agreed) == (owner.agency, None)
        client.post(f"/shared-with-us/{share.pk}/", {"accepted": "on"})
        assert "forbidden until agreed" in client.get(f"/shared-with-us/{share.pk}/").content.decode()
        client.force_login(owner)
        assert "To warn another landlord" in client.get("/further-uses/").content.decode()
        page = f"/further-uses/{asked.pk}/"
        assert "Meadow Lettings" in client.get(page).content.decode()
        assert client.post(page, {"agreed": "no"}).status_code == 422
        assert client.post(page, {"reasons": "x"}).status_code == 422

        assert client.post(page, {"agreed": "no", "reasons": "It would unsettle the plan"}).status_code == 302

        again = client.post(page, {"agreed": "yes", "reasons": "Changed my mind"})
        assert again.status_code == 409
        asked.refresh_from_db()
        assert (asked.agreed, asked.answered_by) == (False, owner)
        ledger = client.get(f"/people/{share.person.reference}/shares/{share.pk}/").content.decode()
        client.force_login(spoc)
        for body in (ledger, client.get(f"/shared-with-us/{share.pk}/").content.decode()):
            assert "Refused" in body
            assert "It would unsettle the plan" in body
        operations = ("sharing:further-use:ask", "sharing:further-use:answer")
        assert [AuditEvent.objects.filter(operation=name).count() for name in operations] == [1, 1]

    def test_names_only_what_was_shared_and_says_what_is_missing(self, client, spoc, share):
        client.force_login(spoc)

        statuses = [
            client.post(f"/shared-with-us/{share.pk}/further-use/", ASKED | change).status_code
            for change in ({"sections": ["victims"]}, {"sections": []}, {"use": ""})
        ]

        assert statuses == [422, 422, 422]
        assert not FurtherUse.objects.exists()

    def test_is_not_found_by_other_agencies(self, client, share, asked):
        for user in (
            a_user(Role.HEALTH_LEAD),
            a_user(Role.POLICE_OFFENDER_MANAGER, agency=an_agency(AgencyKind.POLICE, code="other-police")),
        ):
            client.force_login(user)
            page = f"/further-uses/{asked.pk}/"
            assert client.get(page).status_code == 404
            assert client.post(page, {"agreed": "yes", "reasons": "x"}).status_code == 404
            assert client.get(f"/shared-with-us/{share.pk}/further-use/").status_code == 404
            assert "landlord" not in client.get("/further-uses/").content.decode()
        assert FurtherUse.objects.get().agreed is None
