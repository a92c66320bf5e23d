"""Deciding on disclosure at the desk, and reading what was decided."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent, What
from mappa.disclosures.models import DisclosureDecision
from mappa.disclosures.services import decide_disclosure
from mappa.kernel import clock
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
SOON = clock.day_of(clock.now()) + timedelta(days=5)
TELL = {
    "decision": "yes", "reason": "A child lives there", "recipient": "The mother", "content": "The conviction",
    "discloser": "PC Example", "deadline_day": SOON.day, "deadline_month": SOON.month, "deadline_year": SOON.year,
    "offender_told": "told",
}  # fmt: skip


@pytest.fixture
def om():
    return a_user(Role.POLICE_OFFENDER_MANAGER)


@pytest.fixture
def case(om):
    return an_open_case(lead=om.agency, level=1)


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


@pytest.fixture
def base(case):
    return f"/people/{case.person.reference}/disclosures/"


class TestNewDisclosure:
    @pytest.mark.requirement("DISC-04", "DISC-05", "DISC-10")
    def test_is_kept_once_and_shown(self, browser, base):
        assert browser.get(f"{base}new/").status_code == 200

        for _ in range(2):
            answer = browser.post(f"{base}new/", TELL | {"check_alternatives": "Supervision alone was rejected"})
            assert answer.status_code == 302

        made = DisclosureDecision.objects.get()
        assert (made.recipient, made.deadline, made.level) == ("The mother", SOON, 1)
        text = browser.get(base).content.decode()
        assert "The conviction" in text
        assert "Supervision alone was rejected" in text

    @pytest.mark.requirement("DISC-01", "DISC-04")
    @pytest.mark.parametrize("name", ["decision", "reason", "recipient", "content", "discloser", "deadline_day"])
    def test_loses_nothing_when_something_is_missing(self, browser, base, name):
        answer = browser.post(f"{base}new/", TELL | {name: "", "at_risk": "A neighbour"})

        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
        assert "A neighbour" in answer.content.decode()
        assert not DisclosureDecision.objects.exists()

    @pytest.mark.requirement("DISC-16")
    def test_asks_why_the_offender_is_not_told(self, browser, base):
        answer = browser.post(f"{base}new/", TELL | {"offender_told": "not_told"})

        assert "Say why the offender is not told" in answer.content.decode()

    @pytest.mark.requirement("DISC-05")
    def test_is_the_meetings_at_level_2(self, browser, om):
        case = an_open_case(lead=om.agency, level=2)
        base = f"/people/{case.person.reference}/disclosures/"

        assert "the meeting decides" in browser.get(base).content.decode()
        assert browser.post(f"{base}new/", TELL).status_code == 409

    def test_is_refused_to_readers_and_unknown_to_strangers(self, client, om, base):
        client.force_login(a_user(Role.PRISON_LEAD, agency=om.agency))
        assert client.get(base).status_code == 200
        assert client.get(f"{base}new/").status_code == 403
        client.force_login(a_user(Role.PROBATION_PRACTITIONER))
        assert client.get(base).status_code == 404
        assert client.post(f"{base}new/", TELL).status_code == 404
        client.force_login(a_user(Role.AGENCY_CONTACT))
        assert client.get(base).status_code == 403


class TestDisclosuresPage:
    def test_says_what_to_do_when_there_is_none(self, browser, base):
        assert "Every case needs one" in browser.get(base).content.decode()

    def test_leaves_a_row_in_the_log(self, browser, base, case):
        browser.get(base)

        assert AuditEvent.objects.get(what=What.CONSULTATION).subject == case.person.reference

    def test_asks_the_same_number_of_questions_for_twice_the_rows(self, browser, base, case, om):
        counts = []
        for round_ in range(2):
            for number in range(3):
                decide_disclosure(case=case, decision="no", reason=f"{round_} {number}", actor=om, at=NOON)
            with CaptureQueriesContext(connection) as queries:
                browser.get(base)
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 20
