"""Orders against the law that makes them: what the facts page warns of."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.determinations.facts import case_for
from mappa.offending.models import Order
from tests.factories.accounts import a_user
from tests.factories.offending import a_conviction, a_sentence
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
MADE = date(2025, 3, 3)


@pytest.fixture
def coordinator(client):
    user = a_user(Role.COORDINATOR)
    client.force_login(user)
    return user


@pytest.fixture
def offender():
    person = a_person()
    a_sentence(a_conviction(person))
    return person


def day_parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year} if day else {}


def recorded(client, person, *, until=None, travel=None, **more):
    sent = {"kind": "SHPO", "by_court_on_conviction": "on"} | day_parts("on", MADE) | day_parts("until", until)
    sent |= day_parts("foreign_travel_until", travel) | more
    return client.post(f"/people/{person.reference}/facts/orders/new/", sent)


def page_of(client, person):
    return client.get(f"/people/{person.reference}/facts/").content.decode()


class TestWarning:
    @pytest.mark.requirement("ORDERS-03")
    def test_says_that_an_order_is_shorter_than_the_law_allows(self, client, coordinator, offender):
        assert recorded(client, offender, until=date(2027, 3, 2)).status_code == 302

        text = page_of(client, offender)
        assert "Look at this" in text
        assert "the least is 60 months" in text

    def test_says_nothing_of_an_order_that_is_long_enough(self, client, coordinator, offender):
        recorded(client, offender, until=date(2030, 3, 2))

        assert "Look at this" not in page_of(client, offender)

    def test_says_that_the_person_was_under_age(self, client, coordinator):
        person = a_person(date_of_birth=date(2010, 1, 1))
        a_conviction(person, on=date(2025, 2, 3), offence_date=date(2024, 8, 2))

        assert recorded(client, person, kind="VOO", until=date(2028, 3, 2)).status_code == 302

        text = page_of(client, person)
        assert "Look at this" in text
        assert "The person was under 18 when it was made" in text

    def test_says_that_foreign_travel_is_restricted_for_too_long(self, client, coordinator, offender):
        recorded(client, offender, until=date(2035, 3, 2), travel=date(2031, 1, 1), foreign_travel="on")

        assert "the most is 60 months" in page_of(client, offender)

    def test_says_that_another_court_or_applicant_was_there(self, client, coordinator, offender):
        sent = {"kind": "VOO", "court_kind": "crown", "applicant": "nca"}
        recorded(client, offender, until=date(2028, 3, 2), **sent)

        text = page_of(client, offender)
        assert "It is made by another court" in text
        assert "on application of another" in text


class TestFacts:
    def test_gives_the_engine_what_is_recorded_and_no_more(self, client, coordinator, offender):
        recorded(client, offender, until=date(2030, 3, 2))
        order = Order.objects.get()
        made = next(event for event in case_for(offender)["events"] if event["type"] == "order_made")
        assert set(made) == {"id", "type", "date", "order", "until"}

        Order.objects.update(
            by_court_on_conviction=False, acts_since=True, court_kind="magistrates", applicant="police"
        )

        made = next(event for event in case_for(offender)["events"] if event.get("id") == f"O{order.pk}")
        assert made["on_application"] is True
        assert made["acts_since"] is True
        assert (made["court"], made["applicant"]) == ("magistrates", "police")

    def test_refuses_an_end_of_travel_without_a_part_on_travel(self, client, coordinator, offender):
        answer = recorded(client, offender, travel=date(2028, 1, 1))

        assert answer.status_code == 422
        assert "foreign_travel_until" in answer.context["form"].errors
