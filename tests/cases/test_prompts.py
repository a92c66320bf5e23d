"""What should make people think of level 3."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.cases.prompts import level_3_prompts
from mappa.offending.movements import MovementKind
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import a_movement, an_assessment
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

DECIDED, AFTER, ON = date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 1)
DISCHARGED = "The person was discharged from hospital."
RETURNED = "The person came back from abroad."
ROSE = "The risk of serious harm was low or medium and is high or very high now."


def prompts(case, on=ON):
    return level_3_prompts(case, "cheshire-2022", on)


def assessed(person, before, now):
    an_assessment(person, rosh=before, on=DECIDED)
    an_assessment(person, rosh=now, on=AFTER)


class TestLevel3Prompts:
    @pytest.mark.requirement("LEVEL-09")
    @pytest.mark.parametrize(
        ("happened", "says"),
        [
            (lambda person: a_movement(person, MovementKind.DISCHARGED, AFTER), [DISCHARGED]),
            (lambda person: a_movement(person, MovementKind.CONDITIONAL_DISCHARGE, AFTER), [DISCHARGED]),
            (lambda person: a_movement(person, MovementKind.RETURNED_UK, AFTER), [RETURNED]),
            (lambda person: assessed(person, "medium", "high"), [ROSE]),
            (lambda person: assessed(person, "low", "very_high"), [ROSE]),
            (lambda person: assessed(person, "high", "very_high"), []),
            (lambda person: assessed(person, "high", "medium"), []),
            (lambda person: a_movement(person, MovementKind.RELEASED, AFTER), []),
        ],
    )
    def test_come_from_what_happened_since_the_level_was_decided(self, happened, says):
        case = an_open_case(a_person(), level=2, since=DECIDED)

        happened(case.person)

        assert prompts(case) == says

    def test_end_with_a_later_decision_and_wait_for_their_day(self):
        case = an_open_case(a_person(), level=2, since=DECIDED)
        a_movement(case.person, MovementKind.RETURNED_UK, date(2026, 1, 4))
        a_movement(case.person, MovementKind.DISCHARGED, ON)

        assert prompts(case, date(2026, 2, 28)) == []
        assert prompts(case) == [DISCHARGED]

    def test_are_not_shown_at_level_3(self):
        case = an_open_case(a_person(), level=3, since=DECIDED)
        a_movement(case.person, MovementKind.RETURNED_UK, AFTER)

        assert prompts(case) == []

    @pytest.mark.requirement("LEVEL-09", "EDITION-05")
    def test_stand_on_the_page_that_sets_the_level_with_the_levels_by_name(self, client):
        user = a_user(Role.COORDINATOR)
        case = an_open_case(a_person(involving=(user.agency,)), level=1, since=DECIDED)
        a_movement(case.person, MovementKind.RETURNED_UK, AFTER)
        client.force_login(user)

        page = client.get(f"/people/{case.person.reference}/level/").content.decode()

        assert RETURNED in page
        assert "Level 1: Multi-agency support for lead agency risk management with information sharing" in page
