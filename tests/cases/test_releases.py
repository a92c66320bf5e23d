"""Who is about to be released: a view that moves with the day."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.kernel import clock
from mappa.offending.movements import MovementKind
from tests.factories.accounts import a_user, an_area
from tests.factories.offending import a_movement
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client):
    client.force_login(a_user(Role.COORDINATOR))
    return client


@pytest.fixture
def today():
    return clock.day_of(clock.now())


def text_of(browser):
    answer = browser.get("/releases/")
    assert answer.status_code == 200
    return answer.content.decode()


def six_months_after(day):
    """The same-numbered day six months later, or the last of that month: written here by hand."""
    year, month = divmod(day.month + 5, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, number)
        except ValueError:
            continue
    return date(day.year + year, month + 1, day.day)


class TestAboutToBeReleased:
    @pytest.mark.requirement("IDENT-02")
    @pytest.mark.parametrize(
        "kind",
        [
            MovementKind.RELEASE_EXPECTED,
            MovementKind.LEAVE_PLANNED,
            MovementKind.DISCHARGE_PLANNED,
            MovementKind.PAROLE_HEARING,
        ],
    )
    def test_lists_each_planned_day_inside_six_months_with_both_ends(self, browser, today, kind):
        end = six_months_after(today)
        days = {"yesterday": today - timedelta(days=1), "today": today, "last": end, "beyond": end + timedelta(days=1)}
        people = {name: a_person() for name in days}
        for name, day in days.items():
            a_movement(people[name], kind, day)

        text = text_of(browser)

        shown = {name for name, person in people.items() if person.reference in text}
        assert shown == {"today", "last"}
        assert MovementKind(kind).label in text
        assert "2 in the next 6 months (Hampshire 2008" in text

    @pytest.mark.requirement("IDENT-02")
    def test_shows_a_day_that_was_moved_only_where_it_is_now(self, browser, today):
        person = a_person()
        for days in (10, 300):
            a_movement(person, MovementKind.RELEASE_EXPECTED, today + timedelta(days=days))

        assert person.reference not in text_of(browser)

        a_movement(person, MovementKind.RELEASE_EXPECTED, today + timedelta(days=20))

        assert text_of(browser).count(f"/people/{person.reference}/") == 1

    def test_leaves_out_those_who_died_and_those_of_other_areas(self, browser, today):
        dead, elsewhere = a_person(died_on=today), a_person(area=an_area("eastmere"))
        for person in (dead, elsewhere):
            a_movement(person, MovementKind.PAROLE_HEARING, today + timedelta(days=5))

        assert not any(person.reference in text_of(browser) for person in (dead, elsewhere))

    def test_plans_may_lie_ahead_and_are_recorded_with_the_facts(self, browser, today):
        person, day = a_person(), today + timedelta(days=40)
        sent = {"kind": "leave_planned", "on_day": f"{day.day} {day.month} {day.year}", "reason": ""}

        assert browser.post(f"/people/{person.reference}/facts/movements/new/", sent).status_code == 302

        assert person.reference in text_of(browser)
