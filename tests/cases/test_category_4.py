"""Category 4 by decision: who put the person forward, and on what offence, through the page."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.cases.models import Case, CategoryRow
from mappa.determinations.models import CategoryDecision
from mappa.determinations.services import propose
from mappa.offending.models import Movement
from tests.factories.accounts import a_user
from tests.factories.offending import ABH, a_conviction, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
WHY = "He may come to be involved in acts of terrorism"


@pytest.fixture
def coordinator(client):
    user = a_user(Role.COORDINATOR)
    client.force_login(user)
    return user


@pytest.fixture
def offender():
    """Actual bodily harm, eleven months: in no category by law."""
    person = a_person()
    conviction = a_conviction(person, on=date(2025, 11, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
    a_sentence(conviction, code="IMP_U12", on=date(2026, 1, 12), term_months=11)
    return person


def decided(client, person, actor, **more):
    """What the page answers to Category 4 chosen, with nothing missing unless told."""
    answer = propose(person=person, on=TODAY, actor=actor, at=NOON)
    sent = {"determination": answer.pk, "category": "4", "reason": WHY, "source": "counter_terrorism_policing"} | more
    return client.post(f"/people/{person.reference}/category/", sent)


def page_of(client, person):
    return client.get(f"/people/{person.reference}/category/").content.decode()


class TestAcceptingCategory4:
    @pytest.mark.requirement("DOMEX-08")
    @pytest.mark.parametrize("source", ["counter_terrorism_policing", "probation_counter_terrorism_network"])
    def test_stores_who_put_the_person_forward_and_tells_the_engine(self, client, coordinator, offender, source):
        assert decided(client, offender, coordinator, source=source).status_code == 302

        assert Movement.objects.get().details == {"source": source}
        answer = CategoryRow.objects.get().determination
        assert answer.answer["limbs"] == ["CAT4_DISCRETIONARY"]
        assert "x_category_4_source_not_recorded" not in answer.answer["flags"]

    @pytest.mark.requirement("DOMEX-08")
    @pytest.mark.parametrize("source", ["", "housing", "Counter-terrorism policing"])
    def test_refuses_any_other_source_or_none_and_saves_nothing(self, client, coordinator, offender, source):
        answer = decided(client, offender, coordinator, source=source)

        assert answer.status_code == 422
        assert "source" in answer.context["form"].errors
        assert not Movement.objects.exists()
        assert not Case.objects.exists()
        assert not CategoryDecision.objects.exists()

    @pytest.mark.requirement("DOMEX-08")
    def test_shows_on_the_page_who_put_the_person_forward(self, client, coordinator, offender):
        decided(client, offender, coordinator, source="probation_counter_terrorism_network")

        text = page_of(client, offender)

        assert "Put forward by: Probation counter terrorism network" in text

    @pytest.mark.requirement("DOMEX-07")
    def test_refuses_somebody_who_has_committed_no_offence_and_says_why(self, client, coordinator):
        answer = decided(client, a_person(), coordinator)

        assert answer.status_code == 422
        assert "an allegation is not an offence committed" in answer.content.decode()
        assert not Case.objects.exists()
        assert not Movement.objects.exists()

    @pytest.mark.requirement("DOMEX-07")
    @pytest.mark.parametrize("kind", ["caution", "finding"])
    def test_takes_a_caution_or_a_finding_for_an_offence(self, client, coordinator, kind):
        person = a_person()
        a_conviction(person, kind=kind, title="Actual bodily harm", offence=ABH)

        assert decided(client, person, coordinator).status_code == 302

        assert CategoryRow.objects.get().category == 4

    @pytest.mark.requirement("DOMEX-07")
    def test_needs_the_belief_of_the_responsible_authority_in_words(self, client, coordinator, offender):
        answer = decided(client, offender, coordinator, reason=" ")

        assert answer.status_code == 422
        assert not Movement.objects.exists()

    def test_refuses_somebody_who_is_in_by_law_already(self, client, coordinator):
        person = a_person()
        a_sentence(a_conviction(person), licence_end=date(2027, 3, 13))

        answer = decided(client, person, coordinator)

        assert answer.status_code == 422
        assert "Category 4 is not open to this person" in answer.content.decode()
        assert not Case.objects.exists()

    def test_offers_the_two_sources_of_the_policy_data_and_asks_nobody_else_for_one(
        self, client, coordinator, offender
    ):
        propose(person=offender, on=TODAY, actor=coordinator, at=NOON)
        text = page_of(client, offender)

        assert "Counter terrorism policing" in text
        assert decided(client, offender, coordinator, category="3", source="").status_code == 302
        assert Movement.objects.get().details == {}

    def test_can_end_by_decision_as_it_began(self, client, coordinator, offender):
        decided(client, offender, coordinator)

        closed = client.post(f"/people/{offender.reference}/exit/", {"statement": "The belief has gone"})

        assert closed.status_code == 302
        answer = propose(person=offender, on=TODAY + timedelta(days=1), actor=coordinator, at=NOON)
        assert answer.answer["categories"] == []
