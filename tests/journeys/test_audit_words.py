"""No word that somebody typed about a person is in an audit row, whichever page was read, searched or refused.

Typed purposes are looked for too, here and in the tests of the apps that ask for one.
"""

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.entries import entry_bytes, entry_of
from mappa.audit.models import AuditEvent
from tests.factories.accounts import a_user
from tests.journeys.test_fail_closed import answers
from tests.journeys.test_hidden import PLANTED, everything_about_somebody

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
TYPED = {"text": PLANTED, "family_name": PLANTED, "reason": PLANTED, "username": PLANTED, "password": PLANTED}


class TestAuditRows:
    def test_hold_no_word_about_a_person(self, client, record_property):
        about = everything_about_somebody()
        client.force_login(a_user(Role.COORDINATOR))
        client.raise_request_exception = False
        shown = sum(PLANTED in body for *_, body in answers(client, about))
        client.post("/search/", TYPED)
        client.get(f"/people/{PLANTED}/details/")
        client.get(f"/{PLANTED}/")
        client.post(f"/people/{about[0].reference}/names/new/", TYPED)
        client.post("/signin", TYPED)

        rows = [entry_bytes(entry_of(event)).decode(errors="replace") for event in AuditEvent.objects.all()]

        record_property("checks", len(rows))
        assert shown > 40, "the pages did show the words"
        assert len(rows) > shown
        assert [row for row in rows if PLANTED.lower() in row.lower()] == []
