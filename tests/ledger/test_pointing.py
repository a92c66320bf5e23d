"""Is this person known here: yes or no and whom to ask, and nothing more."""

import re
from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.determinations.sharing import pointer_asks_a_day
from mappa.people.models import AccessList, Identifier, Involvement, InvolvementKind, ListedName
from mappa.sharing.models import PointerAsk
from tests.factories.accounts import a_contact, a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, a_person
from tests.factories.sharing import a_share

pytestmark = pytest.mark.django_db
WHY = {"purpose": "Somebody of this name asked for a flat", "necessity": "find"}


def question(person, **more):
    born = person.date_of_birth
    typed = {"given_names": person.given_names, "family_name": person.family_name}
    return typed | {"born_day": born.day, "born_month": born.month, "born_year": born.year} | WHY | more


def said(answer):
    """What an answer says, without what differs from request to request."""
    body = answer.content.decode()
    return answer.status_code, re.sub(r'"[\w-]{20,}"', "", body)


@pytest.fixture
def spoc():
    return a_user(Role.AGENCY_CONTACT)


@pytest.fixture
def browser(client, spoc):
    client.force_login(spoc)
    return client


@pytest.fixture
def person():
    manager = an_agency(AgencyKind.PROBATION)
    a_contact(manager)
    person = an_open_case(category=2, level=3).person
    Involvement.objects.create(
        person=person, agency=manager, kind=InvolvementKind.RECORD_MANAGER, since=date(2020, 1, 1), reason="factory"
    )
    return person


class TestKnownHere:
    @pytest.mark.requirement("INFO-03", "INFO-05")
    def test_says_known_and_whom_to_ask_and_nothing_more(self, browser, person, spoc):
        Identifier.objects.create(person=person, kind="pnc", value="12/345678X")

        by_name = browser.post("/known-here/", question(person, family_name=person.family_name.upper()))
        by_number = browser.post("/known-here/", {"number": "12/345678x"} | WHY)

        for answer in (by_name, by_number):
            body = answer.content.decode()
            assert "Known here" in body
            assert "Northshire Probation Service" in body
            assert "Sam Contact" in body
            for word in (person.reference, person.family_name, "evel 3", "ategory 2", "Northshire Police", "Alex"):
                assert word not in body
        asks = PointerAsk.objects.filter(about=person, told=True, purpose=WHY["purpose"], user=spoc)
        assert asks.count() == 2
        events = AuditEvent.objects.filter(operation="sharing:pointer:ask", subject=person.reference)
        assert [event.what for event in events] == ["disclosure", "disclosure"]

    @pytest.mark.requirement("INFO-05")
    def test_answers_alike_for_unknown_and_walled_and_tells_those_behind_the_wall(self, browser, client, person):
        person.compartment = "category_4"
        person.save(update_fields=["compartment"])
        nobody = a_person(family_name="Gone")
        asked = [question(person), question(nobody, family_name="Notthere")]

        walled, unknown = (said(browser.post("/known-here/", one)) for one in asked)

        assert walled == unknown
        assert walled[0] == 200
        assert PointerAsk.objects.get(about=person).told is False
        assert PointerAsk.objects.filter(about=None).count() == 1
        cleared = a_user(Role.COORDINATOR, clearances=["category_4"])
        client.force_login(cleared)
        body = client.get(f"/people/{person.reference}/shares/who-asked/").content.decode()
        assert WHY["purpose"] in body
        assert "Not known" in body
        assert "Known here" in client.post("/known-here/", question(person)).content.decode()
        client.force_login(a_user(Role.COORDINATOR))
        assert client.get(f"/people/{person.reference}/shares/who-asked/").status_code == 404

    @pytest.mark.requirement("INFO-05")
    def test_answers_whoever_is_excluded_as_if_nobody_were_known_and_shows_them_no_share(self, browser, person, spoc):
        share = a_share(person, spoc.agency)
        assert browser.get(f"/shared-with-us/{share.pk}/").status_code == 200
        kept_out = AccessList.objects.create(
            person=person, kind="exclusion", since=date(2020, 1, 1), set_at=NOON, set_by="x", message="A relative"
        )
        ListedName.objects.create(list=kept_out, user=spoc, added_at=NOON, added_by="x")

        assert "Not known" in browser.post("/known-here/", question(person)).content.decode()

        assert PointerAsk.objects.get(about=person).told is False
        assert browser.get(f"/shared-with-us/{share.pk}/").status_code == 404
        assert "0 in all" in browser.get("/shared-with-us/").content.decode()

    def test_asks_for_enough_to_tell_people_apart_and_for_a_purpose(self, browser, person):
        wrong = (
            {"family_name": ""}, {"given_names": ""}, {"born_day": "", "born_month": "", "born_year": ""},
            {"purpose": ""}, {"necessity": ""}, {"necessity": "curiosity"},
        )  # fmt: skip

        answers = [browser.post("/known-here/", question(person) | change) for change in wrong]

        assert [answer.status_code for answer in answers] == [422] * len(wrong)
        assert not PointerAsk.objects.exists()

    def test_finds_no_near_spelling_and_no_other_birth_date(self, browser, person):
        near = [{"family_name": person.family_name[:-1]}, {"born_day": 12}, {"given_names": "Alec"}]

        bodies = [browser.post("/known-here/", question(person) | change).content.decode() for change in near]

        assert all("Not known" in body for body in bodies)

    def test_stops_at_the_limit_of_the_day_which_counts_for_each_user(self, browser, client, person, spoc):
        limit = pointer_asks_a_day("cheshire-2022")
        statuses = [browser.post("/known-here/", question(person)).status_code for _ in range(limit + 1)]

        assert statuses == [200] * limit + [429]
        assert PointerAsk.objects.count() == limit
        assert AuditEvent.objects.filter(operation="sharing:pointer:too-often", who=spoc.username).count() == 1
        client.force_login(a_user(Role.AGENCY_CONTACT))
        assert client.post("/known-here/", question(person)).status_code == 200
