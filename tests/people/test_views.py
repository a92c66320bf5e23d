"""The nominal's own pages, through HTTP."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.people import urls
from mappa.people.models import Address, Person, Victim
from tests.factories.accounts import a_user, an_area
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db

PAGES = ["details", "edit", "death", "names/new", "addresses/new", "identifiers/new", "victims", "victims/new"]


def typed(person, **more):
    return {
        "version": person.version,
        "family_name": person.family_name,
        "given_names": person.given_names,
        "date_of_birth_day": "11",
        "date_of_birth_month": "6",
        "date_of_birth_year": "1985",
        "sex": person.sex,
        "ethnicity": "",
    } | more


def signed_in(client, role, **more):
    user = a_user(role, **more)
    client.force_login(user)
    return user


class TestEveryPage:
    def test_has_a_permission(self):
        assert all(pattern.callback.permission for pattern in urls.urlpatterns)
        assert get_resolver()

    @pytest.mark.parametrize("page", PAGES)
    def test_a_hidden_person_is_not_found_with_the_same_body_as_nobody(self, client, page):
        signed_in(client, Role.VICTIM_LIAISON if "victims" in page else Role.COORDINATOR)
        hidden = a_person(area=an_area("eastmere"), family_name="Plantedtoken")

        answers = [client.get(f"/people/{ref}/{page}/") for ref in (hidden.reference, "EM-P-9999")]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert b"Plantedtoken" not in answers[0].content
        assert not AuditEvent.objects.filter(subject=hidden.reference).exclude(operation="not found").exists()

    @pytest.mark.parametrize("page", PAGES)
    def test_every_reading_is_on_the_record(self, client, page):
        role = Role.VICTIM_LIAISON if "victims" in page else Role.COORDINATOR
        user = signed_in(client, role)
        person = a_person(involving=(user.agency,))

        answer = client.get(f"/people/{person.reference}/{page}/")

        assert answer.status_code == 200
        event = AuditEvent.objects.get(subject=person.reference)
        assert (event.who, event.what) == (user.username, "consultation")

    def test_the_record_takes_as_many_queries_with_twice_the_rows(self, client):
        signed_in(client, Role.COORDINATOR)
        person = a_person()

        def queries():
            for number in range(3):
                Address.objects.create(person=person, text=f"{number} Test Street", since=date(2026, 1, 1))
            with CaptureQueriesContext(
                connection,
            ) as counted:
                client.get(f"/people/{person.reference}/details/")
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20


class TestEdit:
    def test_saves_goes_back_and_leaves_an_entry(self, client):
        user = signed_in(client, Role.COORDINATOR)
        person = a_person()

        answer = client.post(f"/people/{person.reference}/edit/", typed(person, ethnicity="As told"))

        assert (answer.status_code, answer.url) == (302, f"/people/{person.reference}/details/")
        person.refresh_from_db()
        assert (person.ethnicity, person.changed_by) == ("As told", user.username)
        assert AuditEvent.objects.get(operation="people:person:change").details == {"fields": ["ethnicity"]}

    def test_two_people_at_once_see_both_texts_and_can_save_again(self, client):
        signed_in(client, Role.COORDINATOR)
        person = a_person()
        page = f"/people/{person.reference}/edit/"
        client.post(page, typed(person, ethnicity="Text of the first"))

        stale = client.post(page, typed(person, ethnicity="Text of the second"))

        text = stale.content.decode()
        assert stale.status_code == 409
        assert "Text of the first" in text
        assert text.count("Text of the second") == 2  # beside the other, and still in the form
        assert Person.objects.get(pk=person.pk).ethnicity == "Text of the first"
        again = client.post(
            page, typed(person, ethnicity="Text of both", version=stale.context["form"]["version"].value())
        )
        assert again.status_code == 302
        assert Person.objects.get(pk=person.pk).ethnicity == "Text of both"

    def test_an_impossible_birth_is_refused_beside_its_field_and_keeps_what_was_typed(self, client):
        signed_in(client, Role.COORDINATOR)
        person = a_person()

        answer = client.post(
            f"/people/{person.reference}/edit/", typed(person, date_of_birth_year="2199", ethnicity="Kept")
        )

        assert answer.status_code == 422
        assert "must be today or in the past" in answer.content.decode()
        assert 'value="Kept"' in answer.content.decode()

    def test_a_role_that_may_read_only_is_refused_with_a_reason(self, client):
        user = signed_in(client, Role.CHAIR)

        answer = client.get(f"/people/{a_person(involving=(user.agency,)).reference}/edit/")

        assert answer.status_code == 403
        assert "Only a " in answer.content.decode()

    @pytest.mark.parametrize(("role", "offered"), [(Role.COORDINATOR, True), (Role.CHAIR, False)])
    def test_is_offered_to_those_who_may_only(self, client, role, offered):
        user = signed_in(client, role)
        reference = a_person(involving=(user.agency,)).reference

        page = client.get(f"/people/{reference}/details/").content.decode()

        assert (f"/people/{reference}/edit/" in page) is offered
        assert (f"/people/{reference}/addresses/new/" in page) is offered

    def test_the_same_address_posted_twice_is_there_once(self, client):
        signed_in(client, Role.COORDINATOR)
        person = a_person()
        sent = {"text": "1 Test Street", "since_day": "1", "since_month": "1", "since_year": "2026"}

        answers = [client.post(f"/people/{person.reference}/addresses/new/", sent) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert person.addresses.count() == 1


class TestVictims:
    @pytest.mark.requirement("VICTIM-08")
    @pytest.mark.parametrize("role", Role)
    def test_only_holders_see_the_section_and_for_others_there_is_none(self, client, role):
        user = signed_in(client, role)
        person = a_person(involving=(user.agency,))
        Victim.objects.create(person=person, kind="direct", description="Plantedvictim")

        answer = client.get(f"/people/{person.reference}/victims/")

        shown = Permission.VICTIMS_VIEW in GRANTS[role]
        assert answer.status_code == (200 if shown else 403)
        assert (b"Plantedvictim" in answer.content) is shown
        if Permission.PERSON_VIEW in GRANTS[role]:
            assert b"Plantedvictim" not in client.get(f"/people/{person.reference}/details/").content

    def test_the_section_takes_as_many_queries_with_twice_the_rows(self, client):
        signed_in(client, Role.COORDINATOR)
        person = a_person()

        def queries():
            for kind in ("direct", "potential"):
                Victim.objects.create(person=person, kind=kind, description="Somebody")
            with CaptureQueriesContext(connection) as counted:
                assert client.get(f"/people/{person.reference}/victims/").status_code == 200
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20

    @pytest.mark.requirement("VICTIM-01", "VICTIM-02")
    def test_a_victim_is_kept_with_type_contact_and_messenger(self, client):
        user = signed_in(client, Role.VICTIM_LIAISON)
        person = a_person(involving=(user.agency,))
        sent = {
            "version": 1, "kind": "potential", "description": "New partner", "contact": "accepted",
            "messenger": "Victim liaison", "views": "", "safety": "",
        }  # fmt: skip

        answer = client.post(f"/people/{person.reference}/victims/new/", sent)

        assert answer.status_code == 302
        text = client.get(f"/people/{person.reference}/victims/").content.decode()
        assert all(words in text for words in ("New or potential victim", "New partner", "Accepted", "Victim liaison"))

    def test_two_people_at_once_lose_nothing(self, client):
        user = signed_in(client, Role.VICTIM_LIAISON)
        person = a_person(involving=(user.agency,))
        victim = Victim.objects.create(
            person=person, kind="direct", description="A", version=2, changed_by="other", changed_at=NOON
        )
        sent = {
            "version": 1,
            "kind": "direct",
            "description": "Mine",
            "contact": "",
            "messenger": "",
            "views": "",
            "safety": "",
        }

        answer = client.post(f"/people/{person.reference}/victims/{victim.pk}/", sent)

        assert answer.status_code == 409
        assert "other saved this" in answer.content.decode()
        assert Victim.objects.get().description == "A"

    def test_a_victim_of_another_record_is_not_found(self, client):
        user = signed_in(client, Role.VICTIM_LIAISON)
        mine, other = a_person(involving=(user.agency,)), a_person()
        victim = Victim.objects.create(person=other, kind="direct", description="A")

        assert client.get(f"/people/{mine.reference}/victims/{victim.pk}/").status_code == 404
