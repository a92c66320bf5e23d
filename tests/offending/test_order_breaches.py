"""Breaches of orders: each under the name of the order that was breached, with outcome and return to custody."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.offending.models import Order, OrderBreach
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
FOUND = {"found_on_day": "1 3 2026", "what": "Was in the park that he may not enter"}


@pytest.fixture
def person(client):
    om = a_user(Role.POLICE_OFFENDER_MANAGER)
    client.force_login(om)
    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency).person


def an_order(person, kind):
    return Order.objects.create(person=person, kind=kind, on=date(2025, 1, 1))


def facts(person, rest=""):
    return f"/people/{person.reference}/facts/{rest}"


class TestBreachOfAnOrder:
    @pytest.mark.requirement("ORDERS-09")
    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("SHPO", "Sexual harm prevention order"), ("SOPO", "Sexual offences prevention order"),
            ("NO", "Notification order"),
        ],
    )  # fmt: skip
    def test_stands_under_the_name_of_its_order_with_outcome_and_return(self, client, person, kind, name):
        order = an_order(person, kind)
        for _ in range(2):
            assert client.post(facts(person, f"orders/{order.pk}/breaches/new/"), FOUND).status_code == 302
        breach = OrderBreach.objects.get()
        page = facts(person, f"order-breaches/{breach.pk}/")
        assert page in client.get(facts(person)).content.decode()
        sent = {"outcome": "convicted", "outcome_on_day": "3 3 2026", "returned_on_day": "2 3 2026"}

        assert [client.post(page, sent).status_code for _ in range(2)] == [302, 409]

        text = client.get(facts(person)).content.decode()
        row = text[text.index("Breaches of orders") :]
        shown = (name.lower(), "was in the park", "convicted", "2 march 2026", "3 march 2026")
        assert [words for words in shown if words not in row.lower()] == []
        listed = client.get(f"/people/{person.reference}/record/order-breaches/").content.decode().lower()
        assert [words for words in shown if words not in listed] == []

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"what": ""}, "which prohibition"), ({"found_on_day": "1 3 2024"}, "before it was made"),
            ({"found_on_day": "1 3 2099"}, "2099"),
        ],
    )  # fmt: skip
    def test_is_refused_where_it_cannot_be(self, client, person, typed, says):
        order = an_order(person, "SHPO")

        answer = client.post(facts(person, f"orders/{order.pk}/breaches/new/"), FOUND | typed)

        assert answer.status_code == 422
        assert says in answer.content.decode().lower()
        assert not OrderBreach.objects.exists()

    def test_of_another_person_is_not_found(self, client, person):
        other = an_order(a_person(), "SHPO")
        assert client.get(facts(person, f"orders/{other.pk}/breaches/new/")).status_code == 404
        assert client.get(facts(person, "order-breaches/1/")).status_code == 404
