"""People outside the criteria: a list apart, through its pages, and never in the figures."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.cases.models import Case, OutsideDecision
from mappa.determinations.services import propose
from mappa.statistics.services import annual_report
from mappa.statistics.sheets import sheets_of
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, a_movement, a_sentence
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.statistics import IN_YEAR, LONG_AGO, YEAR, a_counting_area, counted

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("IDENT-34")]
LIST = "/outside-criteria/"
SENT = {"decision": "meet", "legal_basis": "The common law power of the police", "reasons": "Three agencies hold parts"}


@pytest.fixture
def coordinator(client):
    user = a_user(Role.COORDINATOR)
    client.force_login(user)
    return user


def decided(client, person, **more):
    return client.post(f"/people/{person.reference}/outside-criteria/", SENT | more)


class TestDecision:
    def test_puts_the_person_on_the_list_with_the_legal_basis(self, client, coordinator):
        person = a_person()

        assert decided(client, person).status_code == 302

        text = client.get(LIST).content.decode()
        assert person.reference in text
        assert "The common law power of the police" in text
        assert not Case.objects.exists()

    @pytest.mark.parametrize("missing", ["decision", "legal_basis", "reasons"])
    def test_wants_a_decision_its_legal_basis_and_reasons(self, client, coordinator, missing):
        answer = decided(client, a_person(), **{missing: ""})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {missing}
        assert not OutsideDecision.objects.exists()

    def test_needs_no_legal_basis_where_nobody_meets(self, client, coordinator):
        assert decided(client, a_person(), decision="no_meeting", legal_basis="").status_code == 302

    def test_keeps_every_decision_and_shows_the_one_that_stands(self, client, coordinator):
        person = a_person()
        decided(client, person)
        decided(client, person, decision="no_meeting", legal_basis="", reasons="The risk has gone")

        assert client.get(LIST).content.decode().count(f"/people/{person.reference}/outside-criteria/") == 1
        assert "The risk has gone" in client.get(LIST).content.decode()
        assert OutsideDecision.objects.count() == 2

    def test_takes_somebody_off_the_list(self, client, coordinator):
        person = a_person()
        decided(client, person)
        decided(client, person, decision="leave", legal_basis="", reasons="Moved away")

        assert person.reference not in client.get(LIST).content.decode()


class TestWhoCannotBeOnIt:
    def refused(self, client, person, words):
        answer = decided(client, person)
        assert answer.status_code == 409
        assert words in answer.content.decode()
        assert not OutsideDecision.objects.exists()

    def test_somebody_in_mappa(self, client, coordinator):
        self.refused(client, an_open_case(a_person()).person, "is in MAPPA")

    def test_somebody_in_a_category_by_law(self, client, coordinator):
        person = a_person()
        a_sentence(a_conviction(person), licence_end=date(2027, 3, 13))
        propose(person=person, on=TODAY, actor=coordinator, at=NOON)

        self.refused(client, person, "The rules put this person in a category")

    def test_a_potentially_dangerous_person(self, client, coordinator):
        person = a_person()
        a_movement(person, "police_pdp_grounds", date(2026, 1, 5), details={"answer": True})

        self.refused(client, person, "register of its own")

    def test_leaves_out_whoever_came_into_mappa_since(self, client, coordinator):
        person = a_person()
        decided(client, person)
        an_open_case(person)

        assert person.reference not in client.get(LIST).content.decode()


class TestWhoKnows:
    def test_is_not_found_and_not_listed_for_another_area(self, client, coordinator):
        person = a_person(area=an_area("eastmere"))
        OutsideDecision.objects.create(person=person, **SENT, on=TODAY, at=NOON, by="factory")

        assert decided(client, person).status_code == 404
        assert person.reference not in client.get(LIST).content.decode()

    @pytest.mark.parametrize("role", [Role.ANALYST, Role.PROBATION_PRACTITIONER])
    def test_is_closed_to_others(self, client, role):
        client.force_login(a_user(role))

        assert client.get(LIST).status_code == 403


def test_moves_no_figure_of_the_annual_report(client, coordinator):
    area = a_counting_area()
    counted(area=area)
    person = a_person(area=area, since=LONG_AGO)
    before = sheets_of(annual_report(area, YEAR))

    for decision in ("meet", "no_meeting"):
        assert decided(client, person, decision=decision).status_code == 302
    OutsideDecision.objects.update(on=IN_YEAR)

    assert sheets_of(annual_report(area, YEAR)) == before
    an_open_case(person, since=LONG_AGO)
    assert sheets_of(annual_report(area, YEAR)) != before
