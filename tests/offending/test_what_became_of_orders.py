"""What became of an order after it was made: variations, renewals, appeals and its discharge, on the record."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.determinations.facts import case_for
from mappa.offending.models import Order, OrderStep
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
MADE = {
    "kind": "SHPO", "on_day": "1 2 2020", "until_day": "31 1 2025", "court": "Norwick Crown Court",
    "applicant": "police", "foreign_travel": "on", "foreign_travel_until_day": "1 6 2022",
    "prohibitions": "No unsupervised contact with children", "necessity": "Two offences against strangers",
}  # fmt: skip
RENEWED = {
    "kind": "renewed", "on_day": "10 1 2025", "until_day": "9 1 2030", "court": "Norwick Magistrates' Court",
    "what": "Renewed for five years: he still seeks out families",
}  # fmt: skip


@pytest.fixture
def om(client):
    user = a_user(Role.POLICE_OFFENDER_MANAGER, name="Pat Sedge")
    client.force_login(user)
    return user


@pytest.fixture
def person(om):
    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency).person


def facts(person, rest=""):
    return f"/people/{person.reference}/facts/{rest}"


@pytest.fixture
def order(client, person):
    assert client.post(facts(person, "orders/new/"), MADE).status_code == 302
    return Order.objects.get()


def became(client, person, order, **typed):
    return client.post(facts(person, f"orders/{order.pk}/steps/new/"), RENEWED | typed)


class TestAnOrder:
    @pytest.mark.requirement("ORDERS-02", "NOMINAL-05")
    def test_shows_its_terms_why_it_was_necessary_and_who_recorded_it(self, client, person, order, om):
        shown = client.get(facts(person)).content.decode()
        listed = client.get(f"/people/{person.reference}/record/orders/").content.decode()

        for said in (
            "Norwick Crown Court", "Applied for by: police", "part on foreign travel, until 1 June 2022",
            "No unsupervised contact with children", "Two offences against strangers", "31 January 2025",
        ):  # fmt: skip
            assert said in shown, said
        assert f"Recorded by {om.name}, {om.agency.name}" in listed

    @pytest.mark.requirement("ORDERS-02")
    def test_keeps_each_step_with_its_day_court_words_and_who_recorded_it(self, client, person, order, om):
        steps = (
            {}, {"kind": "varied", "on_day": "1 3 2025", "until_day": "", "what": "Item 4 taken out"},
            {"kind": "appealed", "on_day": "1 4 2025", "until_day": "", "what": "Against item 2"},
            {"kind": "appeal_dismissed", "on_day": "1 5 2025", "until_day": "", "what": "Item 2 stands"},
        )  # fmt: skip
        for typed in steps:
            for _ in range(2):
                assert became(client, person, order, **typed).status_code == 302
        ended = {"ended_on_day": "1 6 2025", "court": "Norwick Crown Court", "what": "No longer needed"}
        assert client.post(facts(person, f"orders/{order.pk}/"), ended).status_code == 302

        text = client.get(facts(person)).content.decode()
        shown = text[text.index("What became of the orders") :]
        log = client.get(f"/people/{person.reference}/timeline/").content.decode()

        assert OrderStep.objects.count() == 5
        for said in (
            "Renewed for five years", "9 January 2030", "Item 4 taken out", "Appeal lodged", "Item 2 stands",
            "No longer needed", f"{om.name}, {om.agency.name}",
        ):  # fmt: skip
            assert said in shown, said
        for said in ("renewed", "varied", "appeal dismissed", "discharged"):
            assert f"Sexual harm prevention order: {said}" in log

    @pytest.mark.requirement("ORDERS-02")
    def test_holds_to_the_last_day_of_its_renewal_everywhere(self, client, person, order):
        became(client, person, order)

        assert "9 January 2030" in client.get(f"/people/{person.reference}/").content.decode()
        made = [event for event in case_for(person)["events"] if event["type"] == "order_made"]
        assert [(event["date"], event["until"]) for event in made] == [
            ("2020-02-01", "2025-01-31"), ("2025-01-10", "2030-01-09"),
        ]  # fmt: skip

    def test_holds_to_the_latest_renewal_however_they_were_recorded(self, client, person, order):
        became(client, person, order, on_day="20 1 2025", until_day="1 1 2032")
        became(client, person, order)

        order.refresh_from_db()
        assert order.until == date(2032, 1, 1)
        made = [event["until"] for event in case_for(person)["events"] if event["type"] == "order_made"]
        assert sorted(made) == ["2025-01-31", "2030-01-09", "2032-01-01"]

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"what": ""}, "What was decided, and why"), ({"on_day": "1 1 2019"}, "before the order was made"),
            ({"until_day": ""}, "last day of the order as renewed"), ({"until_day": "1 1 2024"}, "before the decision"),
            ({"kind": "appealed"}, "Only a variation or a renewal"), ({"kind": "discharged"}, "Select"),
            ({"on_day": "1 1 2099", "until_day": "1 1 2100"}, "2099"),
        ],
    )  # fmt: skip
    def test_takes_no_step_that_cannot_be(self, client, person, order, typed, says):
        answer = became(client, person, order, **typed)

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not OrderStep.objects.exists()

    def test_cannot_be_renewed_after_it_ran_out_or_was_discharged(self, client, person, order):
        late = became(client, person, order, on_day="1 3 2025")
        client.post(facts(person, f"orders/{order.pk}/"), {"ended_on_day": "1 6 2024"})
        gone = became(client, person, order)

        assert [late.status_code, gone.status_code] == [409, 409]
        assert "ran out on 31 January 2025" in late.content.decode()
        assert "was discharged on 01 June 2024" in gone.content.decode()

    def test_of_another_person_is_not_found(self, client, person):
        other = Order.objects.create(person=a_person(), kind="SHPO", on=date(2025, 1, 1))

        assert client.get(facts(person, f"orders/{other.pk}/steps/new/")).status_code == 404
