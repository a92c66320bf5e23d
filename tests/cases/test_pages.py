"""Every page of a case, through HTTP: who may open it, what is hidden, what is recorded, and how much it asks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, SCOPES, Permission, Role, Scope
from mappa.audit.models import AuditEvent
from mappa.cases import urls
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, a_movement, a_sentence, an_assessment
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db

_P = Permission
PAGES: dict[str, Permission] = {
    "": _P.CASE_VIEW,
    "timeline/": _P.CASE_VIEW,
    "category/": _P.DETERMINATION_VIEW,
    "facts/": _P.DETERMINATION_VIEW,
    "facts/movements/new/": _P.FACT_RECORD,
    "facts/orders/new/": _P.FACT_RECORD,
    "facts/notifications/new/": _P.FACT_RECORD,
    "facts/breaches/new/": _P.FACT_RECORD,
    "risk/": _P.PLAN_VIEW,
    "risk/new/": _P.FACT_RECORD,
    "level/": _P.LEVEL_SET,
    "lead-agency/": _P.LEVEL_SET,
    "exit/": _P.CASE_EXIT,
    "archive/": _P.CASE_EXIT,
    "reactivate/": _P.CASE_REACTIVATE,
    "record-reviews/": _P.PERSON_EDIT,
    "transfer/": _P.TRANSFER_REQUEST,
}


def a_full_case(reader=None):
    person = a_person(involving=(reader.agency,) if reader else ())
    a_sentence(a_conviction(person), licence_end=date(2027, 3, 13))
    a_movement(person, "released", date(2023, 2, 10))
    an_assessment(person)
    return an_open_case(person, lead=an_agency("probation"))


class TestEveryPage:
    def test_has_a_permission(self):
        assert all(pattern.callback.permission for pattern in urls.urlpatterns)

    @pytest.mark.parametrize("role", list(Role))
    def test_opens_for_the_roles_that_hold_its_permission_and_no_other(self, client, role):
        reader = a_user(role)
        case = a_full_case(reader)
        client.force_login(reader)

        found = {page: client.get(f"/people/{case.person.reference}/{page}").status_code for page in PAGES}

        assert found == {page: 200 if needed in GRANTS[role] else 403 for page, needed in PAGES.items()}

    @pytest.mark.parametrize("role", [role for role in Role if SCOPES[role] is Scope.AGENCY])
    def test_is_not_found_by_an_agency_that_is_not_involved(self, client, role):
        case = an_open_case(a_person(family_name="Plantedtoken"))
        client.force_login(a_user(role, agency=an_agency("other", code="stranger")))

        for page, needed in PAGES.items():
            answer = client.get(f"/people/{case.person.reference}/{page}")
            assert answer.status_code == (404 if needed in GRANTS[role] else 403)
            assert b"Plantedtoken" not in answer.content

        assert not AuditEvent.objects.filter(subject=case.person.reference).exclude(operation="not found").exists()

    @pytest.mark.parametrize("page", PAGES)
    def test_hides_a_person_of_another_area_as_if_there_were_none(self, client, page):
        hidden = an_open_case(a_person(area=an_area("eastmere"), family_name="Plantedtoken")).person
        client.force_login(a_user(Role.COORDINATOR))

        answers = [client.get(f"/people/{reference}/{page}") for reference in (hidden.reference, "EM-P-9999")]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert b"Plantedtoken" not in answers[0].content

    @pytest.mark.parametrize("page", PAGES)
    def test_puts_every_reading_on_the_record(self, client, page):
        case = a_full_case()
        reader = a_user(Role.COORDINATOR)
        client.force_login(reader)

        client.get(f"/people/{case.person.reference}/{page}")

        event = AuditEvent.objects.get(subject=case.person.reference)
        assert (event.what, event.who) == ("consultation", reader.username)

    @pytest.mark.parametrize("page", PAGES)
    def test_asks_the_database_at_most_twenty_times_and_no_more_as_rows_grow(self, client, page):
        case = a_full_case()
        client.force_login(a_user(Role.COORDINATOR))
        address = f"/people/{case.person.reference}/{page}"
        client.get(address)

        with CaptureQueriesContext(connection) as before:
            client.get(address)
        for number in range(5):
            a_sentence(a_conviction(case.person, on=date(2020, 1, 1 + number)), on=date(2020, 2, 1))
            a_movement(case.person, "returned_to_custody", date(2024, 1, 1 + number), reason="other")
            an_assessment(case.person, on=date(2025, 1, 1 + number))
            case.levels.create(level=2, since=date(2021, 1, 1 + number), decided_by="x", at="2021-01-01T00:00Z", by="x")
        with CaptureQueriesContext(connection) as after:
            client.get(address)

        assert len(after) <= 20
        assert len(after) == len(before)

    def test_asks_somebody_who_is_not_signed_in_to_sign_in(self, client):
        case = an_open_case()

        answer = client.get(f"/people/{case.person.reference}/")

        assert answer.status_code == 302
        assert answer["Location"].startswith("/signin?next=")


class TestPeopleList:
    def test_shows_those_whom_the_reader_may_know_of_and_counts_no_other(self, client):
        mine = an_open_case(level=2)
        an_open_case(a_person(area=an_area("eastmere"), family_name="Plantedtoken"))
        an_open_case(a_person(compartment="category_4", family_name="Plantedtoken"))
        client.force_login(a_user(Role.COORDINATOR))

        text = client.get("/people/").content.decode()

        assert mine.person.reference in text
        assert "1 person" in text
        assert "Plantedtoken" not in text

    @pytest.mark.parametrize("role", list(Role))
    def test_opens_for_the_roles_that_hold_its_permission(self, client, role):
        client.force_login(a_user(role))

        assert client.get("/people/").status_code == (200 if _P.PERSON_LIST in GRANTS[role] else 403)

    def test_narrows_by_level_category_lead_agency_and_state(self, client):
        probation = an_agency("probation")
        wanted = an_open_case(level=3, category=2, lead=probation)
        for other in ({"level": 1, "category": 2}, {"level": 3, "category": 1}):
            an_open_case(**other)
        a_person()
        client.force_login(a_user(Role.COORDINATOR))

        for query in (
            {"level": "3", "category": "2"},
            {"lead_agency": str(probation.pk)},
            {"state": "open", "level": "3", "category": "2"},
        ):
            text = client.get("/people/", query).content.decode()
            assert "1 person" in text
            assert wanted.person.reference in text
        assert "1 person" in client.get("/people/", {"state": "none"}).content.decode()

    def test_puts_the_highest_level_first_and_sorts_by_name_when_asked(self, client):
        low = an_open_case(a_person(family_name="Aardvark"), level=1).person
        high = an_open_case(a_person(family_name="Zebra"), level=3).person
        client.force_login(a_user(Role.COORDINATOR))

        by_level = client.get("/people/").content.decode()
        by_name = client.get("/people/", {"sort": "name"}).content.decode()

        assert by_level.index(high.reference) < by_level.index(low.reference)
        assert by_name.index(low.reference) < by_name.index(high.reference)

    def test_says_what_is_wrong_with_a_filter_that_cannot_be(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        answer = client.get("/people/", {"level": "9; drop"})

        assert answer.status_code == 422
        assert "Select one of the listed answers" in answer.content.decode()

    def test_shows_25_a_page_with_as_many_queries_and_records_those_shown(self, client):
        for _ in range(26):
            an_open_case()
        client.force_login(a_user(Role.COORDINATOR))
        client.get("/people/")
        AuditEvent.objects.count()

        with CaptureQueriesContext(connection) as first:
            answer = client.get("/people/")
        for _ in range(26):
            an_open_case()
        with CaptureQueriesContext(connection) as second:
            client.get("/people/")

        assert answer.content.decode().count('scope="row"') == 25
        assert len(first) == len(second) <= 20
        assert AuditEvent.objects.filter(operation="cases:people:list").values("correlation").distinct().count() == 3
        last = AuditEvent.objects.latest("id").correlation
        assert AuditEvent.objects.filter(correlation=last).count() == 25


class TestOverview:
    def test_says_why_the_reader_sees_the_person(self, client):
        manager = a_user(Role.PROBATION_PRACTITIONER)
        case = a_full_case(manager)

        client.force_login(manager)
        by_involvement = client.get(f"/people/{case.person.reference}/").content.decode()
        client.force_login(a_user(Role.COORDINATOR))
        by_area = client.get(f"/people/{case.person.reference}/").content.decode()

        assert "Northshire Probation Service is involved" in by_involvement
        assert "because you are a co-ordinator and Northshire manages them" in by_area

    @pytest.mark.requirement("LEVEL-01")
    def test_shows_every_level_with_its_days_decider_and_rationale(self, client):
        case = an_open_case(level=2)
        case.levels.create(
            level=1, since=date(2025, 5, 1), decided_by="Level 2 meeting", meeting="NS-M-2025-0007",
            rationale="The plan holds without us", at="2025-05-01T10:00Z", by="chair",
        )  # fmt: skip
        client.force_login(a_user(Role.COORDINATOR))

        text = client.get(f"/people/{case.person.reference}/").content.decode()

        for words in ("Level 2", "before 1 May 2025", "Level 2 meeting", "NS-M-2025-0007", "The plan holds without us"):
            assert words in text

    def test_tells_a_victim_liaison_officer_no_offence_and_no_assessment(self, client):
        officer = a_user(Role.VICTIM_LIAISON)
        case = a_full_case(officer)
        client.force_login(officer)

        text = client.get(f"/people/{case.person.reference}/timeline/").content.decode()

        assert "Rape" not in text
        assert "OASys" not in text
        assert "leads" in text


class TestFacts:
    @pytest.mark.requirement("IDENT-28")
    def test_say_by_which_day_a_stay_elsewhere_is_notified(self, client):
        coordinator = a_user(Role.COORDINATOR)
        person = a_full_case().person
        facts = {"kind": "stay", "recorded_at": NOON, "recorded_by": "factory"}
        person.notifications.create(on=date(2026, 2, 2), details={"days": 7}, **facts)
        client.force_login(coordinator)

        text = client.get(f"/people/{person.reference}/facts/").content.decode()

        assert "Stays elsewhere" in text
        assert "10 February 2026" in text
        assert "SOA 2003 s.84(6)" in text
