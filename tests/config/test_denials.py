"""What nobody was shown is on record too."""

import pytest
from django.db import connection

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent, What
from tests.factories.accounts import a_user, an_area
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db


def last_event():
    event = AuditEvent.objects.latest("pk")
    return event.what, event.operation, event.subject_type, event.subject, event.details["page"]


class TestDenials:
    def test_of_somebody_hidden_and_of_nobody_are_alike_on_the_page_and_on_record(self, client):
        user, hidden = a_user(Role.COORDINATOR), a_person(area=an_area("eastmere"))
        client.force_login(user)
        answers, events = [], []
        for reference in (hidden.reference, "EM-P-9999"):
            answers.append(client.get(f"/people/{reference}/details/"))
            events.append(last_event())

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert events == [
            (What.ACCESS, "not found", "person", reference, "person-details")
            for reference in (hidden.reference, "EM-P-9999")
        ]
        assert set(AuditEvent.objects.values_list("who", flat=True)) == {user.username}

    @pytest.mark.parametrize("typed", ["Jo Bloggs", "jo.bloggs@example.org", "NS-P-0001 Bloggs", "Bloggs"])
    def test_keep_no_word_that_somebody_typed_into_an_address(self, client, typed):
        client.force_login(a_user(Role.COORDINATOR))

        for address in (f"/people/{typed}/details/", f"/{typed}/"):
            assert client.get(address).status_code == 404

        assert AuditEvent.objects.filter(operation="not found").count() == 2
        kept = " ".join(str(row) for row in AuditEvent.objects.values())
        assert "loggs" not in kept

    def test_of_a_missing_permission_are_recorded_once(self, client):
        client.force_login(a_user(Role.ANALYST))

        assert client.get("/people/").status_code == 403

        assert AuditEvent.objects.get().subject_type == "permission"

    def test_that_cannot_be_recorded_are_no_denials_but_failures(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            cursor.execute("REVOKE INSERT ON audit_auditevent FROM mappa_app")
            cursor.execute("SET ROLE mappa_app")

        assert client.get("/people/NS-P-9999/details/").status_code == 503


class TestFailedSignIn:
    def test_keeps_of_an_unknown_name_only_that_it_is_the_same_again(self, client):
        for name in ("Jo Bloggs", "Jo Bloggs", "Someone"):
            client.post("/signin", {"username": name, "password": "hunter2-secret"})

        events = list(AuditEvent.objects.filter(operation="sign-in refused").order_by("pk"))
        first, again, other = (event.subject for event in events)
        assert first == again != other
        kept = " ".join(str(row) for row in AuditEvent.objects.values())
        assert "Bloggs" not in kept
        assert "hunter2" not in kept
