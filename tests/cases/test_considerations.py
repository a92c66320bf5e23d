"""That Category 3 was considered: whose convictions call for it, through the pages."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.cases.considerations import to_consider_about
from mappa.cases.models import Category3Consideration
from mappa.determinations.services import propose
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.offending import ABH, a_conviction, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("IDENT-14")]
STALKING = {"statute": "Protection from Harassment Act 1997", "section": "2A(1)"}
TERRORIST = {"statute": "Terrorism Act 2000", "section": "58", "sch19za_para": "1(d)"}
GROUND = "serial_domestic_abuse_or_stalking"
EDITION = "cheshire-2022"
SENT = {"ground": GROUND, "refer": "no", "reasons": "The plan at level 1 holds"}


@pytest.fixture
def agency():
    return an_agency("probation")


@pytest.fixture
def officer(client, agency):
    area = an_area()
    area.edition = EDITION
    area.save()
    user = a_user(Role.PROBATION_PRACTITIONER, agency=agency)
    client.force_login(user)
    return user


def convicted(agency, *days, offence=STALKING, **more):
    person = a_person(involving=(agency,), since=date(2020, 1, 1))
    for day in days:
        a_conviction(person, on=day, title="Stalking", offence=offence, offence_date=None, **more)
    return person


def grounds_of(person, edition=EDITION):
    return [each.ground for each in to_consider_about(person, edition, TODAY)]


TWICE = (date(2025, 5, 6), date(2025, 11, 3))


class TestWhoseFactsCallForIt:
    def test_takes_two_days_of_convictions_for_serial(self, agency):
        assert grounds_of(convicted(agency, *TWICE)) == [GROUND]
        assert grounds_of(convicted(agency, TWICE[0])) == []
        assert grounds_of(convicted(agency, TWICE[0], TWICE[0])) == []

    def test_leaves_other_offences_and_cautions_out(self, agency):
        assert grounds_of(convicted(agency, *TWICE, offence=ABH)) == []
        assert grounds_of(convicted(agency, *TWICE, offence={**STALKING, "section": "2"})) == []
        assert grounds_of(convicted(agency, *TWICE, kind="caution")) == []

    def test_takes_one_conviction_related_to_terrorism(self, agency):
        assert grounds_of(convicted(agency, TWICE[0], offence=TERRORIST)) == ["terrorism"]
        assert grounds_of(convicted(agency, TWICE[0], offence=ABH, facts={"terrorist_connection": True})) == [
            "terrorism"
        ]

    def test_is_asked_for_by_the_edition_of_2022_only(self, agency):
        assert grounds_of(convicted(agency, *TWICE), "hampshire-2008") == []

    def test_leaves_out_whoever_is_in_a_category_by_law(self, agency):
        person = convicted(agency, *TWICE)
        a_sentence(a_conviction(person), licence_end=date(2027, 3, 13))
        propose(person=person, on=TODAY, actor=a_user(Role.COORDINATOR), at=NOON)

        assert grounds_of(person) == []


class TestRecording:
    def test_is_prompted_on_the_page_and_the_home_until_it_is_recorded(self, client, officer, agency):
        person = convicted(agency, *TWICE)
        page, home = f"/people/{person.reference}/category/", "/"
        assert "Consider Category 3: serial domestic abuse" in client.get(page).content.decode()
        assert f"/people/{person.reference}/category-3/" in client.get(home).content.decode()

        assert client.post(f"/people/{person.reference}/category-3/", SENT).status_code == 302

        text = client.get(page).content.decode()
        assert "Consider Category 3: serial domestic abuse" not in text
        assert "The plan at level 1 holds" in text
        assert f"/people/{person.reference}/category-3/" not in client.get(home).content.decode()
        row = Category3Consideration.objects.get()
        assert (row.ground, row.refer, row.by, row.edition) == (GROUND, False, officer.username, EDITION)

    def test_is_asked_for_again_after_a_later_conviction(self, client, officer, agency):
        person = convicted(agency, *TWICE)
        client.post(f"/people/{person.reference}/category-3/", SENT)
        Category3Consideration.objects.update(on=date(2025, 12, 1))
        assert grounds_of(person) == []

        a_conviction(person, on=date(2026, 2, 2), title="Stalking", offence=STALKING, offence_date=None)

        assert grounds_of(person) == [GROUND]

    @pytest.mark.parametrize("missing", ["ground", "refer", "reasons"])
    def test_wants_ground_outcome_and_reasons(self, client, officer, agency, missing):
        person = convicted(agency, *TWICE)

        answer = client.post(f"/people/{person.reference}/category-3/", {**SENT, missing: ""})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {missing}
        assert not Category3Consideration.objects.exists()

    def test_takes_a_ground_that_no_offence_shows(self, client, officer, agency):
        person = convicted(agency, TWICE[0], offence=ABH)
        sent = {**SENT, "ground": "serious_group_offending", "refer": "yes"}

        assert client.post(f"/people/{person.reference}/category-3/", sent).status_code == 302

        assert Category3Consideration.objects.get().refer

    def test_refuses_somebody_who_is_in_by_law(self, client, officer, agency):
        person = convicted(agency, *TWICE)
        a_sentence(a_conviction(person), licence_end=date(2027, 3, 13))
        propose(person=person, on=TODAY, actor=officer, at=NOON)

        assert client.post(f"/people/{person.reference}/category-3/", SENT).status_code == 409

    def test_is_not_found_for_somebody_whom_the_officer_may_not_know_of(self, client, officer):
        person = convicted(an_agency("housing"), *TWICE)

        assert client.get(f"/people/{person.reference}/category-3/").status_code == 404
        assert client.post(f"/people/{person.reference}/category-3/", SENT).status_code == 404
