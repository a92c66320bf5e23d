"""The words of the area's edition in lists and on paper, and what an edition would have left out."""

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AreaEdition
from mappa.cases.models import Case
from mappa.documents.minutes_print import copy_of
from mappa.kernel import clock
from mappa.meetings.minutes_content import content_of
from mappa.meetings.models import Meeting
from tests.factories.accounts import A_STAMP, a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_held_meeting, an_open_meeting
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = a_user(Role.COORDINATOR)
    client.force_login(user)
    return user


def working_to(edition):
    area = an_area()
    AreaEdition.objects.filter(area=area).delete()
    AreaEdition.objects.create(area=area, edition=edition, since="2005-04-01")


@pytest.mark.requirement("EDITION-05")
class TestWords:
    @pytest.mark.parametrize(
        ("edition", "category", "level"),
        [
            ("norfolk-2019", "Registered sexual offenders", "Ordinary agency management"),
            ("cheshire-2022", "Offenders subject to notification requirements", "Multi-agency support for lead agency"),
        ],
    )
    def test_are_those_of_the_areas_edition_in_the_list_of_people(self, client, coordinator, edition, category, level):
        working_to(edition)
        an_open_case(category=1, level=1)

        text = client.get("/people/").content.decode()

        # once in the row, once in the filter
        assert text.count(category) == text.count(level) == 2

    def test_are_those_of_the_cases_edition_in_the_printed_minutes_with_the_form(self):
        facts = printed("cheshire-2022")

        assert facts["Form"] == "B"
        assert facts["Case"].endswith("Category 1: Offenders subject to notification requirements")

    @pytest.mark.parametrize(("edition", "letter"), [("cheshire-2022", "B"), ("norfolk-2019", "")])
    def test_name_the_form_of_the_minutes_on_screen(self, client, coordinator, edition, letter):
        meeting = a_held_meeting()
        Case.objects.update(edition=edition)

        text = client.get(f"/meetings/{meeting.reference}/minutes/").content.decode()

        assert ("Form <strong>" in text) is bool(letter)
        assert f"Form <strong>{letter}</strong>" in text or not letter

    @pytest.mark.parametrize(
        ("edition", "level"),
        [("norfolk-2019", "Ordinary agency management"), ("cheshire-2022", "Multi-agency support for lead agency")],
    )
    def test_are_those_of_the_areas_edition_on_the_home(self, client, coordinator, edition, level):
        working_to(edition)
        Meeting.objects.filter(pk=a_held_meeting().pk).update(level=1, starts_at=clock.now())

        assert f"Level 1: {level}" in client.get("/").content.decode()

    def test_name_no_form_where_the_edition_has_none(self):
        facts = printed("norfolk-2019")

        assert "Form" not in facts
        assert facts["Case"].endswith("Category 1: Registered sexual offenders")


def printed(edition):
    content = content_of(an_open_meeting()) | {"edition": edition}
    made = {"number": 1, "sha256": "ab", "approved_by": "chair", "approved_at": NOON, "stamp": A_STAMP}
    return dict(copy_of(content, **made).parts[0].facts)


@pytest.mark.requirement("NOMINAL-07")
class TestRecordNotRequired:
    def test_says_which_edition_would_have_kept_no_record(self, client, coordinator):
        case = an_open_case(category=2, level=1)

        text = client.get(f"/people/{case.person.reference}/").content.decode()

        assert "Not required by: Hampshire and Isle of Wight protocol" in text

    @pytest.mark.parametrize(("category", "level"), [(1, 1), (2, 2), (3, 2)])
    def test_says_nothing_of_others(self, client, coordinator, category, level):
        case = an_open_case(category=category, level=level)

        assert "Not required by" not in client.get(f"/people/{case.person.reference}/").content.decode()
