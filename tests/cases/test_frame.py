"""What stands above every page about one person."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.cases.lifecycle import CaseAction, CaseState
from mappa.cases.models import CaseStep
from mappa.cases.presenters import case_frame, person_frame
from mappa.cases.presenters.frame import age_on
from mappa.people.models import Identifier
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


def facts(frame):
    return {fact["key"]: fact["value"] for fact in frame["identity"]["facts"]}


class TestCaseFrame:
    def test_says_who_it_is_and_how_they_are_managed(self):
        case = an_open_case(category=2, level=3)
        Identifier.objects.create(person=case.person, kind="pnc", value="2019/0123456X")
        an_assessment(case.person, rosh="very_high")

        frame = case_frame(case, a_user(Role.COORDINATOR), TODAY)

        assert facts(frame) == {
            "Born": "11 June 1985 (age 40)",
            "Reference": case.person.reference,
            "PNC ID": "2019/0123456X",
            "Category": "2",
            "Level": "3",
            "Lead agency": "Northshire Police",
            "RoSH": "Very high",
            "Managing area": "Northshire",
        }
        assert frame["identity"]["name"] == f"{case.person.family_name.upper()}, Alex"
        assert frame["identity"]["badges"] == []

    def test_says_not_recorded_rather_than_guessing(self):
        person = a_person(date_of_birth=None)

        shown = facts(person_frame(person, a_user(Role.COORDINATOR), TODAY))

        assert shown["Born"] == shown["PNC ID"] == shown["RoSH"] == "Not recorded"
        assert shown["Category"] == "Not decided"

    def test_marks_a_walled_record_a_death_and_the_end_in_words(self):
        person = a_person(compartment="category_4", died_on=date(2026, 2, 1))
        case = an_open_case(person)
        CaseStep.objects.create(
            case=case, action=CaseAction.EXIT, state=CaseState.EXITED, on=date(2026, 2, 1), at=NOON, by="factory"
        )

        frame = case_frame(case, a_user(Role.COORDINATOR), TODAY)

        words = [badge["text"] for badge in frame["identity"]["badges"]]
        assert words == ["Restricted: Category 4", "Out of MAPPA", "Died 1 February 2026"]

    def test_asks_the_database_once(self, django_assert_num_queries):
        case, coordinator = an_open_case(), a_user(Role.COORDINATOR)

        with django_assert_num_queries(1):
            case_frame(case, coordinator, TODAY)


class TestAge:
    def test_turns_on_the_birthday(self):
        assert age_on(date(1985, 6, 11), date(2026, 6, 10)) == 40
        assert age_on(date(1985, 6, 11), date(2026, 6, 11)) == 41
