"""Recording facts on a case, through HTTP."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.offending.models import Movement, NotificationBreach, NotificationEvent, Order
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, a_sentence
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client):
    client.force_login(a_user(Role.COORDINATOR))
    return an_open_case()


def day(name, year, month, number):
    return {f"{name}_year": str(year), f"{name}_month": str(month), f"{name}_day": str(number)}


def facts_of(case, page):
    return f"/people/{case.person.reference}/facts/{page}"


class TestMovement:
    @pytest.mark.requirement("CUSTODY-17")
    def test_asks_why_beside_the_field_and_keeps_what_was_typed(self, client, case):
        sent = {"kind": "returned_to_custody", **day("on", 2026, 2, 3)}

        refused = client.post(facts_of(case, "movements/new/"), sent)
        saved = client.post(facts_of(case, "movements/new/"), sent | {"reason": "licence_breach"})

        assert refused.status_code == 422
        assert "Say why the person returned to custody" in refused.content.decode()
        assert 'value="2026"' in refused.content.decode()
        assert saved.status_code == 302
        assert Movement.objects.get().reason == "licence_breach"

    def test_is_there_once_when_posted_twice(self, client, case):
        sent = {"kind": "recalled", **day("on", 2026, 2, 3)}

        for _ in range(2):
            assert client.post(facts_of(case, "movements/new/"), sent).status_code == 302

        assert Movement.objects.count() == 1

    def test_refuses_a_release_before_the_sentence(self, client, case):
        a_sentence(a_conviction(case.person), on=date(2019, 4, 11))

        answer = client.post(facts_of(case, "movements/new/"), {"kind": "released", **day("on", 2019, 4, 10)})

        assert answer.status_code == 422
        assert "Release cannot be before the sentence" in answer.content.decode()

    def test_says_that_a_day_is_not_a_day(self, client, case):
        answer = client.post(facts_of(case, "movements/new/"), {"kind": "recalled", **day("on", 2026, 2, 31)})

        assert answer.status_code == 422
        assert "must be a real date" in answer.content.decode()

    def test_asks_the_engine_again_so_that_the_proposal_rests_on_it(self, client, case):
        client.post(facts_of(case, "movements/new/"), {"kind": "recalled", **day("on", 2026, 2, 3)})

        assert case.person.determinations.get().facts["events"][-1]["type"] == "recall"

    @pytest.mark.requirement("HOSPITAL-03")
    def test_in_hospital_as_if_under_an_order_shows_who_supervises_on_the_overview(self, client, case):
        a_sentence(a_conviction(case.person), code="IMP_12", on=date(2020, 4, 11), term_months=144)
        overview = f"/people/{case.person.reference}/"
        assert "In hospital" not in client.get(overview).content.decode()

        saved = client.post(facts_of(case, "movements/new/"), {"kind": "notional_s37", **day("on", 2026, 2, 3)})

        assert saved.status_code == 302
        page = client.get(overview).content.decode()
        assert "Treated as if under a hospital order from 3 February 2026" in page
        assert "Supervised by probation, mental health trust and adult social care while the licence lasts" in page
        assert "The offender manager stays in sentence planning" in page

    def test_facts_that_cannot_all_be_true_are_answered_with_what_is_wrong(self, client, case):
        a_conviction(case.person, on=date(2024, 3, 4))
        case.person.died_on = date(2023, 2, 3)
        case.person.save()

        answer = client.post(f"/people/{case.person.reference}/category/", {"ask": "yes"}, follow=True)

        assert answer.status_code == 200
        assert "after the death" in answer.content.decode()
        assert not case.person.determinations.exists()

    def test_cannot_be_a_decision_in_disguise(self, client, case):
        answer = client.post(facts_of(case, "movements/new/"), {"kind": "cat3_accepted", **day("on", 2026, 2, 3)})

        assert answer.status_code == 422
        assert not Movement.objects.exists()


class TestOthers:
    def test_an_order_is_recorded_shown_and_ended_once(self, client, case):
        client.post(facts_of(case, "orders/new/"), {"kind": "SHPO", **day("on", 2025, 1, 6)})
        order = Order.objects.get()
        shown = client.get(facts_of(case, "")).content.decode()
        ended = client.post(facts_of(case, f"orders/{order.pk}/"), day("ended_on", 2026, 1, 6))
        again = client.post(facts_of(case, f"orders/{order.pk}/"), day("ended_on", 2026, 1, 7))

        assert "Sexual harm prevention order" in shown
        assert "Until further order" in shown
        assert (ended.status_code, again.status_code) == (302, 409)
        order.refresh_from_db()
        assert order.ended_on == date(2026, 1, 6)

    def test_a_stay_needs_its_days(self, client, case):
        sent = {"kind": "stay", **day("on", 2026, 2, 3)}

        assert client.post(facts_of(case, "notifications/new/"), sent).status_code == 422
        assert client.post(facts_of(case, "notifications/new/"), sent | {"days": "8"}).status_code == 302

        assert NotificationEvent.objects.get().details == {"days": 8}

    @pytest.mark.requirement("IDENT-30")
    def test_a_breach_is_opened_and_its_outcome_recorded(self, client, case):
        client.post(facts_of(case, "breaches/new/"), {"what": "A new address", **day("found_on", 2026, 1, 5)})
        breach = NotificationBreach.objects.get()

        answer = client.post(
            facts_of(case, f"breaches/{breach.pk}/"), {"outcome": "convicted", **day("outcome_on", 2026, 2, 5)}
        )

        assert answer.status_code == 302
        breach.refresh_from_db()
        assert (breach.outcome, breach.outcome_on) == ("convicted", date(2026, 2, 5))

    def test_an_order_or_breach_of_somebody_else_is_not_found(self, client, case):
        other = a_person(area=an_area("eastmere"))
        order = Order.objects.create(person=other, kind="SHPO", on=date(2025, 1, 6))
        breach = NotificationBreach.objects.create(person=other, found_on=date(2025, 1, 6), what="x")

        assert client.get(facts_of(case, f"orders/{order.pk}/")).status_code == 404
        assert client.get(facts_of(case, f"breaches/{breach.pk}/")).status_code == 404
