"""Applications to end indefinite notification: received, decided, and what the engine says of the day."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.offending.models import NotificationEvent, NotificationReview, Order
from tests.factories.accounts import a_user
from tests.factories.offending import a_conviction, a_movement, a_sentence
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client, time_machine):
    """On notification for life since 2008, first notified after release on 2 June 2010."""
    time_machine.move_to(NOON)
    client.force_login(a_user(Role.COORDINATOR))
    person = a_person()
    a_sentence(a_conviction(person, on=date(2008, 3, 14), offence_date=date(2007, 8, 2)), on=date(2008, 4, 11))
    a_movement(person, "released", date(2010, 6, 1))
    NotificationEvent.objects.create(
        person=person, kind="first_notification", on=date(2010, 6, 2), recorded_at=NOON, recorded_by="factory"
    )
    return person


def day(name, on):
    return {f"{name}_year": str(on.year), f"{name}_month": str(on.month), f"{name}_day": str(on.day)}


def page_of(person, review="new"):
    return f"/people/{person.reference}/facts/reviews/{review}/"


def decided(outcome="ceases", **instead):
    reasons = {"rank": "Superintendent R. Umber", "reasons": "The risk no longer needs it."}
    return {"outcome": outcome, **reasons, **day("decided_on", date(2026, 3, 2)), **instead}


@pytest.fixture
def review(client, person):
    assert client.post(page_of(person), day("applied_on", date(2026, 2, 20))).status_code == 302
    return NotificationReview.objects.get()


class TestAnApplication:
    @pytest.mark.requirement("IDENT-31")
    def test_shows_the_earliest_day_and_the_order_that_bars_it(self, client, person):
        free = client.get(page_of(person)).content.decode()
        Order.objects.create(person=person, kind="SHPO", on=date(2008, 4, 11))
        barred = client.get(page_of(person)).content.decode()

        assert "Earliest day of an application: 2 June 2025" in free
        assert "bars a review" not in free
        assert "bars a review" in barred

    def test_says_so_where_nothing_indefinite_is_recorded(self, client, person):
        assert "nothing to review" in client.get(page_of(a_person())).content.decode()

    def test_received_twice_is_one_and_is_on_the_log(self, client, person, review):
        client.post(page_of(person), day("applied_on", date(2026, 2, 20)))

        assert NotificationReview.objects.count() == 1
        assert AuditEvent.objects.filter(operation="offending:review:record").count() == 1

    def test_that_lies_ahead_is_refused_beside_the_field(self, client, person):
        wrong = client.post(page_of(person), day("applied_on", date(2026, 3, 3)))

        assert wrong.status_code == 422
        assert "must be today or in the past" in wrong.content.decode()


class TestADecision:
    @pytest.mark.requirement("IDENT-31")
    def test_that_notification_ceases_ends_category_1_in_the_next_proposal(self, client, person, review):
        answer = client.post(page_of(person, review.pk), decided())

        assert answer.status_code == 302
        review.refresh_from_db()
        assert (review.outcome, review.decided_on, review.rank) == (
            "ceases", date(2026, 3, 2), "Superintendent R. Umber",
        )  # fmt: skip
        assert person.determinations.latest("id").answer["exit"]["cat1_last_day"] is not None
        shown = client.get(f"/people/{person.reference}/facts/").content.decode()
        assert "Notification ceases" in shown
        assert "The risk no longer needs it." in shown

    @pytest.mark.requirement("IDENT-31")
    def test_that_it_continues_moves_the_earliest_day(self, client, person, review):
        client.post(page_of(person, review.pk), decided("continues"))

        assert "Earliest day of an application: 2 March 2034" in client.get(page_of(person)).content.decode()

    def test_is_taken_once(self, client, person, review):
        client.post(page_of(person, review.pk), decided())

        late = client.post(page_of(person, review.pk), decided("continues"))

        assert late.status_code == 409
        assert "decided already" in late.content.decode()
        review.refresh_from_db()
        assert review.outcome == "ceases"

    @pytest.mark.parametrize(
        ("instead", "words"),
        [
            (day("decided_on", date(2026, 2, 19)), "The decision cannot be before the application"),
            ({"reasons": ""}, "Reasons"),
            ({"rank": ""}, "Rank and name"),
            ({"outcome": ""}, "Decision"),
        ],
    )
    def test_that_cannot_be_is_refused_beside_the_field(self, client, person, review, instead, words):
        wrong = client.post(page_of(person, review.pk), decided(**instead))

        assert wrong.status_code == 422
        assert words in wrong.content.decode().partition("error-summary")[2]
        review.refresh_from_db()
        assert not review.outcome

    def test_is_not_there_for_those_who_record_no_facts_or_may_not_know_of_the_person(self, client, person, review):
        pages = [page_of(person), page_of(person, review.pk)]
        client.force_login(a_user(Role.ANALYST))
        assert [client.get(page).status_code for page in pages] == [403, 403]
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        assert [client.get(page).status_code for page in pages] == [404, 404]
