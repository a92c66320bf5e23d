"""Who may know of whom."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import SCOPES, Role, Scope
from mappa.people.models import EmergencyAccess
from mappa.people.selectors import people_visible_to
from tests.factories.accounts import KIND_OF, a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class TestPeopleVisibleTo:
    @pytest.mark.requirement("INFO-05")
    @pytest.mark.parametrize("role", Role)
    def test_every_role_knows_its_own_people_and_nobody_else(self, role):
        user = a_user(role)
        mine = a_person(involving=(user.agency,))
        a_person(area=an_area("eastmere"))

        known = set(people_visible_to(user, TODAY))

        assert known == (set() if SCOPES[role] is Scope.NOBODY else {mine})

    def test_involvement_counts_on_its_first_and_last_day(self):
        police = an_agency()
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(police,), since=date(2026, 1, 10))
        person.involvements.update(until=date(2026, 1, 20))

        days = [date(2026, 1, day) for day in (9, 10, 20, 21)]

        assert [people_visible_to(officer, day).exists() for day in days] == [False, True, True, False]

    @pytest.mark.requirement("DOMEX-09")
    def test_a_wall_hides_the_record_from_all_but_the_cleared(self):
        officer = a_user(Role.CT_OFFICER, clearances=["category_4"])
        other = a_user(Role.CT_OFFICER)
        coordinator = a_user(Role.COORDINATOR)
        walled = a_person(involving=(officer.agency,), compartment="category_4")

        assert set(people_visible_to(officer, TODAY)) == {walled}
        assert not people_visible_to(other, TODAY).exists()
        assert not people_visible_to(coordinator, TODAY).exists()

    @pytest.mark.parametrize("role", sorted(KIND_OF))
    def test_emergency_access_adds_one_person_for_its_hour_only(self, role):
        user, person = a_user(role), a_person(area=an_area("eastmere"))
        a_person(area=an_area("eastmere"))
        EmergencyAccess.objects.create(person=person, user=user, reason="r", opened_at=NOON, ends_at=NOON + HOUR)
        instants = [NOON - timedelta(seconds=1), NOON, NOON + HOUR - timedelta(seconds=1), NOON + HOUR]

        known = [set(people_visible_to(user, TODAY, at=at)) for at in instants]

        nobody = SCOPES[role] is Scope.NOBODY
        expected = [set()] * 4 if nobody else [set(), {person}, {person}, set()]
        assert known == expected

    def test_emergency_access_is_for_the_one_who_took_it(self):
        taker, colleague = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(area=an_area("eastmere"))
        EmergencyAccess.objects.create(person=person, user=taker, reason="r", opened_at=NOON, ends_at=NOON + HOUR)

        assert people_visible_to(taker, TODAY, at=NOON).exists()
        assert not people_visible_to(colleague, TODAY, at=NOON).exists()
