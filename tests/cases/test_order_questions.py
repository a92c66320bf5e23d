"""Whether an order is applied for: asked after a conviction is recorded, open until somebody answers, and kept."""

from datetime import UTC, date, datetime

import pytest

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.offending.models import Conviction, OrderQuestion
from mappa.offending.movements import OrderOccasion
from mappa.offending.selectors import convictions_to_ask_about
from mappa.offending.services import ConvictionFacts, correct_conviction
from mappa.offending.services.order_questions import OrderAnswer, keep_answer
from mappa.people.models import Person
from tests.factories.accounts import KIND_OF, a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction
from tests.factories.people import NOON, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ORDERS-08")]
TYPED = {
    "kind": "conviction", "on_day": "2", "on_month": "2", "on_year": "2026", "title": "Sexual assault",
    "court": "crown",
    "sentences-TOTAL_FORMS": "0", "sentences-INITIAL_FORMS": "0",
}  # fmt: skip
NO = {"apply": "no", "why": "The court made none, and no risk was shown"}


@pytest.fixture
def officer():
    return a_user(Role.POLICE_OFFENDER_MANAGER)


@pytest.fixture
def person(officer):
    person = a_person(involving=(officer.agency,))
    an_open_case(person, lead=officer.agency)
    return person


@pytest.fixture
def facts(person):
    return f"/people/{person.reference}/facts/"


class TestAtConviction:
    @pytest.mark.parametrize(("kind", "asks"), [("conviction", True), ("finding", True), ("caution", False)])
    def test_is_asked_next_after_a_conviction_or_finding_is_recorded(self, client, officer, facts, kind, asks):
        client.force_login(officer)

        answer = client.post(
            f"{facts}convictions/new/", {**TYPED, "kind": kind, "finding": "insanity" if kind == "finding" else ""}
        )

        row = Conviction.objects.get()
        assert answer.status_code == 302
        assert answer.url == (f"{facts}convictions/{row.pk}/order/" if asks else facts)

    def test_stays_open_on_the_facts_until_somebody_answers_yes_or_no_with_a_reason(
        self, client, officer, person, facts
    ):
        client.force_login(officer)
        row = a_conviction(person)
        page = f"{facts}convictions/{row.pk}/order/"
        assert f'href="{page}"' in client.get(facts).content.decode()

        refused = [
            {"apply": ""},
            {"apply": "no", "why": " "},
            {"apply": "yes", "why": "x"},
            {"apply": "yes", "order": "Z", "why": "x"},
        ]
        assert [client.post(page, sent).status_code for sent in refused] == [422] * 4
        assert not OrderQuestion.objects.exists()
        assert client.post(page, NO).url == facts

        text = client.get(facts).content.decode()
        assert f'href="{page}"' not in text
        assert NO["why"] in text
        assert f"by {officer.name}" in text
        kept = OrderQuestion.objects.get()
        assert (kept.person, kept.conviction, kept.apply, kept.by) == (person, row, False, officer.username)
        assert AuditEvent.objects.filter(operation="offending:order-question:answer", subject=person.reference).exists()

    def test_a_later_answer_stands_beside_the_first_and_the_same_twice_is_one(self, client, officer, person, facts):
        client.force_login(officer)
        page = f"{facts}convictions/{a_conviction(person).pk}/order/"
        yes = {"apply": "yes", "order": "SHPO", "why": "Evidence is before the court"}

        for sent in (NO, NO, yes):
            client.post(page, sent)

        assert list(OrderQuestion.objects.order_by("pk").values_list("apply", "order")) == [(False, ""), (True, "SHPO")]
        text = client.get(facts).content.decode()
        assert NO["why"] in text
        assert "Sexual harm prevention order" in text

    def test_asks_about_the_latest_conviction_alone(self, client, officer, person, facts):
        client.force_login(officer)
        old, new = a_conviction(person, on=date(2001, 1, 1)), a_conviction(person, on=date(2020, 1, 1))

        text = client.get(facts).content.decode()

        assert f"convictions/{new.pk}/order/" in text
        assert f"convictions/{old.pk}/order/" not in text

    def test_a_correction_keeps_the_answer(self, client, officer, person, facts):
        client.force_login(officer)
        row = a_conviction(person)
        client.post(f"{facts}convictions/{row.pk}/order/", NO)

        told = ConvictionFacts(on=row.on, title="Sexual assault, corrected")
        after = correct_conviction(conviction=row, told=told, reason="Typed wrong", actor=officer, at=NOON)

        assert f"convictions/{after.pk}/order/" not in client.get(facts).content.decode()

    def test_waits_on_the_home_of_the_agency_until_it_is_answered(self, client, officer, person, facts):
        client.force_login(officer)
        row = a_conviction(person)
        hidden = a_conviction(an_open_case(a_person(area=an_area("eastmere"))).person)
        caution = a_conviction(person, kind="caution", on=date(2025, 6, 1))
        page = f"{facts}convictions/{row.pk}/order/"

        before = client.get("/").content.decode()
        client.post(page, NO)

        assert f'href="{page}"' in before
        assert not any(f"convictions/{other.pk}/order/" in before for other in (hidden, caution))
        assert AuditEvent.objects.filter(who=officer.username, subject=person.reference).exists()
        assert f'href="{page}"' not in client.get("/").content.decode()

    @pytest.mark.parametrize(("at", "waits"), [(datetime(2020, 2, 29, 12, tzinfo=UTC), True), (NOON, False)])
    def test_waits_no_more_once_a_review_of_the_plan_has_asked_since(self, officer, person, at, waits):
        row = a_conviction(person, on=date(2020, 3, 1))
        keep_answer(
            person, OrderOccasion.PLAN_REVIEW, OrderAnswer(apply=False, order="", why="None"), actor=officer, at=at
        )

        found = convictions_to_ask_about(Person.objects.filter(pk=person.pk))

        assert list(found) == ([row] if waits else [])

    def test_of_somebody_hidden_is_not_found(self, client, officer):
        hidden = a_conviction(a_person(area=an_area("eastmere")))
        client.force_login(officer)

        assert (
            client.post(f"/people/{hidden.person.reference}/facts/convictions/{hidden.pk}/order/", NO).status_code
            == 404
        )
        assert not OrderQuestion.objects.exists()

    @pytest.mark.parametrize("role", Role)
    def test_is_answered_by_those_who_record_facts(self, client, role):
        person = a_person(involving=(an_agency(KIND_OF.get(role, AgencyKind.BOARD)),))
        row = a_conviction(person)
        client.force_login(a_user(role))

        status = client.get(f"/people/{person.reference}/facts/convictions/{row.pk}/order/").status_code

        assert (status == 200) == (Permission.FACT_RECORD in GRANTS[role])


class TestAtPlanReview:
    def test_the_page_asks_and_keeps_what_was_typed(self, client, officer, person, facts):
        client.force_login(officer)
        plan = f"/people/{person.reference}/plan/"
        day = {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2030"}
        client.post(f"{plan}start/", day)

        half = client.post(f"{plan}review/", {**day, "version": "1", "apply": "yes", "why": "Kept near the school"})
        done = client.post(f"{plan}review/", {**day, "version": "1", **NO})

        assert half.status_code == 422
        assert "Choose the order that is applied for" in half.content.decode()
        assert done.status_code == 302
        assert OrderQuestion.objects.get().occasion == "plan_review"
        assert "At a review of the plan" in client.get(facts).content.decode()
