"""Clearances: granted by somebody else, for a time, and gone at once."""

from datetime import date, timedelta

import pytest

from mappa.accounts.compartments import NEEDS, Compartment, open_compartments, opens
from mappa.accounts.models import Clearance
from mappa.accounts.permissions import Permission, Role, may
from mappa.accounts.services import grant_clearance
from mappa.accounts.step_up import ASKED_FOR
from mappa.audit.models import AuditEvent
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.people.models import Person, Victim
from mappa.people.selectors import people_visible_to, victims_visible_to
from tests.factories.accounts import a_clearance, a_user, an_area
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def given(user, actor, **more):
    facts = {
        "username": user.username, "kind": "category_4", "since": TODAY, "until": TODAY + DAY, "reason": "Vetted",
        "actor": actor, "at": NOON,
    }  # fmt: skip
    return grant_clearance(**facts | more)


def typed(user, until):
    today = clock.day_of(clock.now())
    return {
        "username": user.username, "kind": "category_4", "since_day": today.day, "since_month": today.month,
        "since_year": today.year, "until_day": until.day, "until_month": until.month, "until_year": until.year,
        "reason": "Seen by the vetting unit",
    }  # fmt: skip


class TestAClearance:
    @pytest.mark.requirement("DOMEX-09")
    def test_opens_walled_records_from_its_first_day_to_its_last(self):
        user, person = a_user(Role.COORDINATOR), a_person(compartment="category_4")
        given(user, a_user(Role.GOVERNANCE_LEAD))

        known = [set(people_visible_to(user, TODAY, at=NOON + number * DAY)) == {person} for number in (-1, 0, 1, 2)]

        assert known == [False, True, True, False]

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.GOVERNANCE_LEAD, Role.SYSTEM_ADMIN}])
    def test_is_given_by_no_other_role(self, role):
        with pytest.raises(Refused):
            given(a_user(Role.CT_OFFICER), a_user(role))

    def test_is_never_given_to_oneself_or_to_another_area(self):
        lead = a_user(Role.GOVERNANCE_LEAD)
        abroad = a_user(Role.CT_OFFICER, area=an_area("eastmere"))

        with pytest.raises(Refused, match="Nobody clears themselves"):
            given(lead, lead)
        with pytest.raises(type(abroad).DoesNotExist):
            given(abroad, lead)

    @pytest.mark.parametrize(
        "wrong",
        [{"kind": "victims"}, {"kind": ""}, {"until": TODAY - DAY}, {"reason": " "}, {"since": date(2027, 1, 1)}],
    )
    def test_needs_a_kind_an_end_and_its_vetting(self, wrong):
        with pytest.raises(Incomplete):
            given(a_user(Role.CT_OFFICER), a_user(Role.GOVERNANCE_LEAD), **wrong)

    def test_is_not_given_twice(self):
        lead, officer = a_user(Role.SYSTEM_ADMIN), a_user(Role.CT_OFFICER)
        given(officer, lead)

        with pytest.raises(NotPossible):
            given(officer, lead)


class TestThePages:
    def test_give_and_take_back_at_once(self, client):
        officer = a_user(Role.CT_OFFICER)
        person = a_person(involving=(officer.agency,), compartment="category_4")
        client.force_login(a_user(Role.GOVERNANCE_LEAD))

        client.post("/clearances/new/", typed(officer, clock.day_of(clock.now()) + 30 * DAY))
        row = Clearance.objects.get()
        sees = people_visible_to(officer, TODAY).filter(pk=person.pk).exists()
        page = client.get("/clearances/").content.decode()
        client.post(f"/clearances/{row.pk}/withdraw/", {"reason": "Has moved to another post"})

        assert sees
        assert "Seen by the vetting unit" in page
        assert not people_visible_to(officer, TODAY).exists()
        done = AuditEvent.objects.filter(subject=officer.username).order_by("pk")
        assert list(done.values_list("operation", flat=True)) == [
            "accounts:clearance:grant", "accounts:clearance:withdraw",
        ]  # fmt: skip

    def test_ask_again_who_one_is(self):
        assert Permission.CLEARANCE_MANAGE in ASKED_FOR

    def test_offer_no_own_account_and_none_of_another_area(self, client):
        lead, abroad = a_user(Role.SYSTEM_ADMIN), a_user(Role.CT_OFFICER, area=an_area("eastmere"))
        theirs = a_clearance(abroad)
        client.force_login(lead)
        page = client.get("/clearances/new/").content.decode()

        assert f'value="{lead.username}"' not in page
        assert abroad.username not in page
        assert client.get(f"/clearances/{theirs.pk}/withdraw/").status_code == 404
        assert client.post("/clearances/new/", typed(lead, TODAY + 9999 * DAY)).status_code == 422


class TestCompartments:
    @pytest.mark.requirement("VICTIM-08")
    @pytest.mark.requirement("DOMEX-09")
    def test_every_role_cleared_and_not_gets_the_same_answer_for_one_and_for_a_list(self):
        """A whole record stands for anything with a column of compartments."""
        for name in Compartment:
            Person.objects.filter(pk=a_person().pk).update(compartment=name)
        wrong = []
        for role in Role:
            for cleared in (False, True):
                user = a_user(role, clearances=list(Compartment) if cleared else [])
                listed = set(
                    Person.objects.filter(open_compartments(user, at=NOON)).values_list("compartment", flat=True)
                )
                for name, need in NEEDS.items():
                    answer = (need.permission is None or bool(may(user, need.permission))) and (
                        cleared or not need.clearance
                    )
                    if not (bool(opens(user, name, at=NOON)) == (name in listed) == answer):
                        wrong.append((role, cleared, name))

        assert wrong == []

    @pytest.mark.requirement("VICTIM-08")
    def test_victims_are_open_to_these_roles_alone(self):
        person = a_person()
        Victim.objects.create(person=person, kind="direct", description="A", changed_by="x", changed_at=NOON)

        reads = {role for role in Role if victims_visible_to(a_user(role), person).exists()}

        assert reads == {
            Role.COORDINATOR, Role.CHAIR, Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER,
            Role.PROBATION_MANAGER, Role.YOT_MANAGER, Role.VICTIM_LIAISON, Role.CT_OFFICER,
        }  # fmt: skip

    def test_each_needs_something(self):
        assert set(NEEDS) == set(Compartment)
        assert all(need.permission or need.clearance for need in NEEDS.values())
