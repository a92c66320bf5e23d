"""Search before a record is opened: somebody near is decided about first, and nobody hidden is told of."""

import threading
from datetime import date

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.kernel import clock
from mappa.nominals.models import PairDecision, PairQuestion
from mappa.nominals.services import answer_question
from mappa.nominals.services.opening import TOO_MANY
from mappa.people.models import Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
PAGE = "/people/new/"
TYPED = {
    "family_name": "Testcase", "given_names": "Robin", "date_of_birth_day": "11", "date_of_birth_month": "6",
    "date_of_birth_year": "1985", "since_day": "1", "since_month": "3", "since_year": "2026", "sex": "male",
    "ethnicity": "",
}  # fmt: skip


def typed(**more):
    return TYPED | more


class TestOpening:
    @pytest.mark.requirement("NOMINAL-01")
    def test_opens_at_once_where_nobody_is_near(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(officer)

        answer = client.post(PAGE, typed())

        person = Person.objects.get()
        assert answer.url == f"/people/{person.reference}/details/"
        assert (person.family_name, person.date_of_birth) == ("Testcase", date(1985, 6, 11))
        assert person.involvements.get().agency == officer.agency
        assert client.get(answer.url).status_code == 200

    @pytest.mark.requirement("NOMINAL-01")
    def test_asks_about_each_who_is_near_and_opens_nothing_until_then(self, client):
        coordinator = a_user(Role.COORDINATOR)
        near = [a_person(family_name="Testcase", given_names=name) for name in ("Robyn", "Robin")]
        client.force_login(coordinator)

        asked = client.post(PAGE, typed()).content.decode()
        half = client.post(PAGE, typed(**{f"near-{near[0].reference}": "different", "why": "Other man"}))

        assert all(each.reference in asked for each in near)
        assert 'value="Testcase"' in asked  # what was typed stays
        assert half.status_code == 422
        assert f"Say whether {near[1].reference} is the same person" in half.content.decode()
        assert Person.objects.count() == 2
        assert AuditEvent.objects.filter(operation="nominals:record:near", subject=near[0].reference).exists()
        decided = {f"near-{each.reference}": "different" for each in near}
        assert client.post(PAGE, typed(**decided)).status_code == 422  # no reason
        assert client.post(PAGE, typed(**decided, why="Other fingerprints")).status_code == 302
        assert Person.objects.count() == 3
        rows = PairDecision.objects.filter(same=False, why="Other fingerprints", by=coordinator.username)
        assert {row.one for row in rows} == set(near)

    def test_says_how_many_near_are_not_listed_where_the_facts_fit_too_many(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        near = [a_person(family_name="Testcase", given_names="Robin") for _ in range(TOO_MANY + 2)]

        asked = client.post(PAGE, typed()).content.decode()

        assert sum(each.reference in asked for each in near) == TOO_MANY
        assert "2 more are near and not listed" in asked

    def test_the_same_person_is_opened_instead_of_a_second_record(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        person = a_person(family_name="Testcase", given_names="Robin")

        answer = client.post(PAGE, typed(**{f"near-{person.reference}": "same"}))

        assert answer.url == f"/people/{person.reference}/details/"
        assert Person.objects.get() == person

    @pytest.mark.requirement("INFO-05")
    def test_somebody_hidden_holds_nothing_up_and_whoever_may_know_is_asked(self, client):
        north, east = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR, area=an_area("eastmere"))
        hidden = a_person(area=an_area("eastmere"), family_name="Testcase", given_names="Robyn")
        client.force_login(north)

        answer = client.post(PAGE, typed(), follow=True)

        text = answer.content.decode()
        assert "Record opened." in text
        assert hidden.reference not in text
        assert not AuditEvent.objects.filter(who=north.username, subject=hidden.reference).exists()
        question = PairQuestion.objects.get()
        page = f"/one-person/{question.pk}/"
        assert client.get(page).status_code == 404
        assert question.told["reference"] not in client.get("/one-person/").content.decode()
        with pytest.raises(PairQuestion.DoesNotExist):
            answer_question(question=question, same=True, why="Guessed", actor=north, at=clock.now())
        client.force_login(east)
        assert "Testcase" in client.get(page).content.decode()
        assert client.post(page, {"same": "different", "why": " "}).status_code == 422
        assert client.post(page, {"same": "different", "why": "Twins"}).status_code == 302
        assert client.post(page, {"same": "same", "why": "No"}).status_code == 409
        question.refresh_from_db()
        assert (question.same, question.said_why) == (False, "Twins")

    def test_about_somebody_behind_a_wall_the_cleared_are_asked(self, client):
        police = an_agency(AgencyKind.POLICE)
        a_person(family_name="Testcase", given_names="Robin", compartment="category_4", involving=(police,))
        client.force_login(a_user(Role.COORDINATOR))

        assert client.post(PAGE, typed()).status_code == 302

        page = f"/one-person/{PairQuestion.objects.get().pk}/"
        client.force_login(a_user(Role.CT_OFFICER, agency=police))
        assert client.get(page).status_code == 404
        client.force_login(a_user(Role.CT_OFFICER, agency=police, clearances=("category_4",)))
        assert client.get(page).status_code == 200

    def test_says_what_is_wrong_beside_its_field(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        answer = client.post(PAGE, typed(family_name="-", date_of_birth_year="2999"))

        assert answer.status_code == 422
        assert not Person.objects.exists()

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize(
        ("page", "permission"), [(PAGE, Permission.PERSON_EDIT), ("/one-person/", Permission.MATCH_DECIDE)]
    )
    def test_opens_to_holders_only(self, client, role, page, permission):
        client.force_login(a_user(role))

        assert client.get(page).status_code == (200 if permission in GRANTS[role] else 403)

    def test_takes_as_many_queries_with_twice_the_near(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        def queries():
            for _ in range(3):
                a_person(family_name="Testcase", given_names="Robin")
            with CaptureQueriesContext(connection) as counted:
                assert client.post(PAGE, typed()).status_code == 200
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_who_open_the_same_person_open_one_record(self):
        users = [a_user(Role.COORDINATOR) for _ in range(2)]
        start, answers = threading.Barrier(2), []

        def opening(user):
            try:
                client = Client()
                client.force_login(user)
                start.wait(30)
                answers.append(client.post(PAGE, typed()).status_code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=opening, args=(user,)) for user in users]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert Person.objects.count() == 1
        assert 302 in answers
