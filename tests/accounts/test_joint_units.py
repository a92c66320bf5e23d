"""Joint units: one user, two agencies, and every act under the one acted for."""

from datetime import timedelta

import pytest

from mappa.accounts.joint import add_further_agency
from mappa.accounts.models import FurtherAgency
from mappa.accounts.permissions import Permission, Role
from mappa.accounts.step_up import ASKED_FOR
from mappa.audit.models import AuditEvent
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.people.models import AccessList, AccessListKind, ListedName
from mappa.people.selectors import people_visible_to
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def added(user, agency, actor, **more):
    facts = {"username": user.username, "since": TODAY, "reason": "Joint record unit", "at": NOON}
    return add_further_agency(agency=agency, actor=actor, **facts | more)


@pytest.fixture
def officer():
    return a_user(Role.POLICE_OFFENDER_MANAGER, username="joint.officer")


@pytest.fixture
def administrator():
    return a_user(Role.SYSTEM_ADMIN, username="an.administrator")


class TestActing:
    @pytest.mark.requirement("NOMINAL-21")
    def test_for_the_other_agency_shows_its_people_and_tags_every_act(self, client, officer, administrator):
        probation = an_agency("probation")
        ours, theirs = a_person(involving=(officer.agency,)), a_person(involving=(probation,))
        added(officer, probation, administrator)
        client.force_login(officer)

        def statuses():
            return [client.get(f"/people/{person.reference}/details/").status_code for person in (ours, theirs)]

        before = statuses()
        chosen = client.post("/account/agency/", {"agency": probation.code})
        after = statuses()
        page = client.get("/account/agency/").content.decode()

        assert (before, chosen.status_code, after) == ([200, 404], 302, [404, 200])
        events = AuditEvent.objects.filter(who="joint.officer", operation="people:person:details").order_by("pk")
        assert list(events.values_list("subject", "agency")) == [
            (ours.reference, officer.agency.code), (theirs.reference, probation.code),
        ]  # fmt: skip
        choice = AuditEvent.objects.get(operation="accounts:acting-agency:choose")
        assert choice.details == {"acting_for": probation.code}
        assert "Acting for" in page
        officer.refresh_from_db()
        assert officer.agency.code == "northshire-police"

    def test_ends_at_once_when_it_is_ended(self, client, officer, administrator):
        probation = an_agency("probation")
        theirs = a_person(involving=(probation,))
        row = added(officer, probation, administrator)
        client.force_login(officer)
        client.post("/account/agency/", {"agency": probation.code})
        before = client.get(f"/people/{theirs.reference}/details/").status_code

        FurtherAgency.objects.filter(pk=row.pk).update(until=clock.day_of(clock.now()) - DAY)

        assert before == 200
        assert client.get(f"/people/{theirs.reference}/details/").status_code == 404

    def test_for_an_agency_that_nobody_gave_is_refused(self, client, officer):
        other = an_agency("probation")
        client.force_login(officer)

        assert client.post("/account/agency/", {"agency": other.code}).status_code == 422
        assert officer.agency.name in client.get("/account/agency/").content.decode()

    def test_for_another_agency_never_changes_the_account(self, officer):
        officer.act_for(an_agency("probation"))

        with pytest.raises(RuntimeError):
            officer.save()

    def test_for_the_other_agency_does_not_pass_an_exclusion_of_the_first(self, officer, administrator):
        probation = an_agency("probation")
        person = a_person(involving=(probation,))
        added(officer, probation, administrator)
        found = AccessList.objects.create(
            person=person,
            kind=AccessListKind.EXCLUSION,
            since=TODAY,
            reason="r",
            message="Ask.",
            set_by="x",
            set_at=NOON,
        )
        officer.act_for(probation)
        before = people_visible_to(officer, TODAY, at=NOON).exists()

        ListedName.objects.create(list=found, agency=an_agency(), added_at=NOON, added_by="x")

        assert before
        assert not people_visible_to(officer, TODAY, at=NOON).exists()


class TestSettingIt:
    @pytest.mark.requirement("NOMINAL-21")
    def test_is_for_an_administrator_of_the_area_and_never_for_oneself(self, officer, administrator):
        probation = an_agency("probation")
        abroad = an_agency("probation", an_area("eastmere"))

        for actor in (officer, a_user(Role.COORDINATOR), a_user(Role.GOVERNANCE_LEAD)):
            with pytest.raises(Refused):
                added(officer, probation, actor)
        with pytest.raises(Refused, match="Nobody sets their own"):
            added(administrator, probation, administrator)
        with pytest.raises(type(abroad).DoesNotExist):
            added(officer, abroad, administrator)
        with pytest.raises(Incomplete):
            added(officer, probation, administrator, reason=" ")
        with pytest.raises(NotPossible):
            added(officer, officer.agency, administrator)
        assert not FurtherAgency.objects.exists()

    def test_has_a_page_that_adds_and_ends(self, client, officer, administrator):
        probation, today = an_agency("probation"), clock.day_of(clock.now())
        client.force_login(administrator)
        began = {"since_day": today.day, "since_month": today.month, "since_year": today.year}

        client.post(
            "/further-agencies/new/",
            {"username": officer.username, "agency": probation.code, "reason": "Joint unit", **began},
        )
        row = FurtherAgency.objects.get()
        page = client.get("/further-agencies/").content.decode()
        ending = {"until_day": today.day, "until_month": today.month, "until_year": today.year}
        client.post(f"/further-agencies/{row.pk}/end/", ending)
        again = client.post(f"/further-agencies/{row.pk}/end/", ending)

        assert "Joint unit" in page
        row.refresh_from_db()
        assert (row.until, row.ended_by, again.status_code) == (today, administrator.username, 409)
        assert Permission.AGENCIES_MANAGE in ASKED_FOR
        done = AuditEvent.objects.filter(subject=officer.username).order_by("pk").values_list("operation", flat=True)
        assert list(done) == ["accounts:further-agency:add", "accounts:further-agency:end"]
