"""Deciding on disclosure at the desk, and reading what was decided."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind, AreaEdition
from mappa.audit.models import AuditEvent, What
from mappa.determinations import policy
from mappa.disclosures.models import DisclosureDecision
from mappa.disclosures.services import decide_disclosure
from mappa.kernel import clock
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOON = clock.day_of(clock.now()) + timedelta(days=5)
TELL = {
    "decision": "yes", "reason": "A child lives there", "recipient": "The mother", "content": "The conviction",
    "discloser": "PC Example", "deadline_day": SOON.day, "deadline_month": SOON.month, "deadline_year": SOON.year,
    "offender_told": "told",
}  # fmt: skip


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


class TestSomebodyUnder18:
    CONSULTED = {"consulted": "Sam Reed, head of service", "consulted_on_day": "1 3 2026"}

    @pytest.fixture
    def young(self, om):
        born = policy.birthday(clock.day_of(clock.now()), -17)
        case = an_open_case(a_person(involving=(om.agency,), date_of_birth=born), lead=om.agency)
        return f"/people/{case.person.reference}/disclosures/"

    @pytest.mark.requirement("DISC-13", "YOUTH-08")
    @pytest.mark.parametrize("decision", ["yes", "no"])
    def test_nothing_is_decided_before_a_senior_person_is_consulted(self, browser, young, decision):
        yot, housing = an_agency(AgencyKind.YOT), an_agency(AgencyKind.HOUSING)
        typed = TELL | {"decision": decision}

        refused = browser.post(f"{young}new/", typed)

        text = refused.content.decode()
        assert refused.status_code == 422
        assert "Name the senior person who was consulted" in text
        assert "Choose the agency of the person consulted: Youth offending team or Children" in text
        assert "Give the day of the consultation" in text
        for wrong in ({"consulted_agency": housing.pk}, {"consulted_agency": yot.pk, "consulted_on_day": "1 3 2099"}):
            assert browser.post(f"{young}new/", typed | self.CONSULTED | wrong).status_code == 422
        assert not DisclosureDecision.objects.exists()

        assert browser.post(f"{young}new/", typed | self.CONSULTED | {"consulted_agency": yot.pk}).status_code == 302

        page = browser.get(young).content.decode()
        assert f"Sam Reed, head of service, {yot.name}, on 1 March 2026" in page

    @pytest.mark.requirement("DISC-13")
    def test_childrens_services_may_be_consulted_instead(self, browser, young):
        children = an_agency(AgencyKind.CHILDRENS_SERVICES)

        assert browser.post(
            f"{young}new/", TELL | self.CONSULTED | {"consulted_agency": children.pk}
        ).status_code == 302  # fmt: skip

    @pytest.mark.requirement("DISC-13")
    def test_is_told_by_the_birth_to_the_day_and_by_nothing_else(self, browser, om):
        today = clock.day_of(clock.now())
        for born, status in ((policy.birthday(today, -18), 302), (policy.birthday(today, -18) + DAY, 422), (None, 422)):
            case = an_open_case(a_person(involving=(om.agency,), date_of_birth=born), lead=om.agency)

            answer = browser.post(f"/people/{case.person.reference}/disclosures/new/", TELL)

            assert answer.status_code == status, born
        assert "No date of birth is recorded, so it cannot be told" in answer.content.decode()

    @pytest.mark.requirement("DISC-13")
    def test_needs_none_under_an_edition_that_asks_for_none(self, browser, young, om):
        AreaEdition.objects.create(area=om.area, edition="hampshire-2008", since=date(2008, 1, 1))

        assert browser.post(f"{young}new/", TELL).status_code == 302


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
