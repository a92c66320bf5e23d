"""Reading the log, which is itself on the log."""

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.audit.services import record_shown
from mappa.people.selectors import people_visible_to
from tests.factories.accounts import a_user, an_area
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db


class TestWhoHasLooked:
    @pytest.mark.requirement("INFO-05")
    def test_names_everybody_who_looked_and_then_the_reader_too(self, client):
        officer, coordinator, person = (
            a_user(Role.POLICE_OFFENDER_MANAGER, name="Officer Example"),
            a_user(Role.COORDINATOR),
            a_person(),
        )
        record_shown(operation="cases:case:view", actor=officer, subjects=[person.reference], at=NOON)
        client.force_login(coordinator)
        page = f"/people/{person.reference}/who-has-looked/"

        first, second = client.get(page).content.decode(), client.get(page).content.decode()

        assert "Officer Example" in first
        assert coordinator.username not in first.split("<main")[1]
        assert coordinator.username in second.split("<main")[1]

    def test_a_hidden_person_is_not_found(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        hidden = a_person(area=an_area("eastmere"))

        answers = [client.get(f"/people/{ref}/who-has-looked/") for ref in (hidden.reference, "NS-P-9999")]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content

    def test_takes_as_many_queries_with_twice_the_rows(self, client):
        officer, person = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        client.force_login(a_user(Role.COORDINATOR))

        def queries():
            for _ in range(5):
                record_shown(operation="cases:case:view", actor=officer, subjects=[person.reference], at=NOON)
            with CaptureQueriesContext(connection) as counted:
                client.get(f"/people/{person.reference}/who-has-looked/")
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20

    @pytest.mark.parametrize("role", Role)
    def test_opens_to_those_who_manage_a_record_only(self, client, role):
        user = a_user(role)
        client.force_login(user)

        answer = client.get(f"/people/{a_person(involving=(user.agency,)).reference}/who-has-looked/")

        assert answer.status_code == (200 if Permission.PERSON_LOOKED in GRANTS[role] else 403)


class TestWhatIHaveLookedAt:
    @pytest.mark.parametrize("role", Role)
    def test_shows_each_user_their_own_entries_alone(self, client, role):
        reader, other, person, mine = a_user(role), a_user(Role.COORDINATOR), a_person(), a_person()
        record_shown(operation="cases:case:view", actor=other, subjects=[person.reference], at=NOON)
        record_shown(operation="cases:case:view", actor=reader, subjects=[mine.reference], at=NOON)
        client.force_login(reader)

        first, second = (client.get("/what-i-have-looked-at/").content.decode() for _ in range(2))

        visible = people_visible_to(reader, NOON.date()).filter(pk=mine.pk).exists()
        assert (mine.reference in first) is visible
        assert ("Not shown" in first) is not visible
        assert person.reference not in first
        assert other.username not in first
        assert "audit, own, view" not in first
        assert "audit, own, view" in second

    def test_repeats_no_reference_that_was_asked_for_in_vain(self, client):
        hidden = a_person(compartment="category_4", reference="NS-P-T8888")
        client.force_login(a_user(Role.COORDINATOR))
        for reference in (hidden.reference, "NS-P-T9999"):
            client.get(f"/people/{reference}/details/")

        page = client.get("/what-i-have-looked-at/").content.decode()

        assert "NS-P-T" not in page
        assert AuditEvent.objects.filter(operation="not found").count() == 2

    def test_takes_as_many_queries_with_twice_the_rows(self, client):
        reader = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(reader)

        def queries():
            subjects = [a_person().reference for _ in range(5)]
            record_shown(operation="cases:case:list", actor=reader, subjects=subjects, at=NOON)
            with CaptureQueriesContext(connection) as counted:
                client.get("/what-i-have-looked-at/")
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20


class TestLog:
    def test_opens_for_a_purpose_only_and_the_reading_is_an_entry(self, client):
        auditor, officer, person = a_user(Role.AUDITOR), a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        record_shown(operation="cases:case:view", actor=officer, subjects=[person.reference], at=NOON)
        client.force_login(auditor)

        shut = [client.get("/audit/"), client.get("/audit/", {"who": ""})]
        assert all(person.reference not in answer.content.decode() for answer in shut)
        assert [answer.status_code for answer in shut] == [200, 422]
        assert not AuditEvent.objects.filter(operation="audit:log:view").exists()
        opened = client.get("/audit/", {"purpose": "complaint", "subject": person.reference}).content.decode()

        assert officer.username in opened
        event = AuditEvent.objects.get(operation="audit:log:view")
        assert event.who == auditor.username
        assert "complaint" in event.purpose

    def test_shows_the_auditors_own_area_only_and_no_name(self, client):
        east = an_area("eastmere")
        abroad, person = (
            a_user(Role.POLICE_OFFENDER_MANAGER, area=east),
            a_person(area=east, family_name="Plantedtoken"),
        )
        record_shown(operation="cases:case:view", actor=abroad, subjects=[person.reference], at=NOON)
        client.force_login(a_user(Role.AUDITOR))

        page = client.get("/audit/", {"purpose": "incident"}).content.decode()

        assert person.reference not in page
        assert "Plantedtoken" not in page

    @pytest.mark.parametrize("area", ["northshire", "eastmere"])
    def test_does_not_say_which_walled_record_was_read(self, client, area):
        officer = a_user(Role.CT_OFFICER, clearances=["category_4"])
        walled = a_person(area=an_area(area), compartment="category_4")
        record_shown(operation="cases:case:view", actor=officer, subjects=[walled.reference], at=NOON)
        client.force_login(a_user(Role.AUDITOR))

        page = client.get("/audit/", {"purpose": "incident"}).content.decode()

        assert walled.reference not in page
        assert "A record behind a wall" in page

    @pytest.mark.parametrize("role", Role)
    def test_opens_to_auditors_only(self, client, role):
        client.force_login(a_user(role))

        answer = client.get("/audit/", {"purpose": "complaint"})

        assert answer.status_code == (200 if Permission.AUDIT_VIEW in GRANTS[role] else 403)

    def test_takes_as_many_queries_with_twice_the_rows(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(a_user(Role.AUDITOR))

        def queries():
            subjects = [a_person().reference for _ in range(5)]
            record_shown(operation="cases:case:list", actor=officer, subjects=subjects, at=NOON)
            with CaptureQueriesContext(connection) as counted:
                client.get("/audit/", {"purpose": "incident"})
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20

    @pytest.mark.parametrize(
        "statement",
        ["UPDATE audit_auditevent SET who = 'x'", "DELETE FROM audit_auditevent", "TRUNCATE audit_auditevent"],
    )
    def test_the_application_can_add_and_never_change(self, statement):
        with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)
