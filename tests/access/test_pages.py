"""Why, why not, and lists, through HTTP."""

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.kernel import clock
from mappa.meetings.models import InformationRequest
from mappa.people.models import AccessList, AccessListKind, InvolvementKind, ListedName
from tests.factories.accounts import a_contact, a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_meeting
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
MESSAGE = "Ask Sam Contact on 01632 960000."
PAGES = ("", "category/", "facts/", "details/", "who-has-looked/", "duties/", "plan/", "why/", "access-lists/")


def signed_in(client, role, **more):
    user = a_user(role, **more)
    client.force_login(user)
    return user


def typed(kind, **more):
    today = clock.day_of(clock.now())
    return {
        "kind": kind, "since_day": today.day, "since_month": today.month, "since_year": today.year, "until_day": "",
        "until_month": "", "until_year": "", "reason": "A cousin works there.", "message": MESSAGE,
        "emergency_passes": "no", "users": "",
    } | more  # fmt: skip


def excluded(person, user):
    now = clock.now()
    found = AccessList.objects.create(
        person=person, kind=AccessListKind.EXCLUSION, since=clock.day_of(now), reason="A cousin.", message=MESSAGE,
        set_by="x", set_at=now,
    )  # fmt: skip
    ListedName.objects.create(list=found, user=user, added_at=now, added_by="x")
    return found


class TestWhySeen:
    @pytest.mark.requirement("INFO-05")
    def test_names_the_involvement_its_days_and_the_walls(self, client):
        officer = signed_in(client, Role.CT_OFFICER, clearances=["category_4"])
        person = a_person(involving=(officer.agency,), compartment="category_4")

        page = client.get(f"/people/{person.reference}/why/").content.decode()

        assert "Northshire Police, is on the record: manages or supervises the person." in page
        assert "Since 1 January 2020" in page
        assert "You are cleared for “Category 4 and extremism”" in page
        assert "No restriction or exclusion keeps you out." in page

    def test_is_linked_from_every_page_of_the_case(self, client):
        signed_in(client, Role.COORDINATOR)
        person = an_open_case().person
        pages = ("", "category/", "facts/", "plan/", "duties/", "details/", "victims/", "who-has-looked/")

        without = [
            page
            for page in pages
            if f"/people/{person.reference}/why/"
            not in client.get(f"/people/{person.reference}/{page}").content.decode()
        ]

        assert without == []


class TestWhyNot:
    @pytest.mark.requirement("INFO-05")
    def test_answers_the_same_whether_or_not_there_is_such_a_record(self, client):
        unit = an_agency("co-ordination")
        a_contact(unit)
        signed_in(client, Role.AGENCY_CONTACT)
        there = a_person()
        walled = a_person(compartment="category_4")

        pages = [
            client.post("/why-not/", {"reference": reference}).content
            for reference in (there.reference, walled.reference, "NS-P-9999")
        ]

        assert len(set(map(len, pages))) == 1
        assert b"Sam Contact" in pages[0]
        assert AuditEvent.objects.filter(operation="people:access:why-not", subject_type="reference").count() == 3

    def test_keeps_no_name_that_somebody_types(self, client):
        signed_in(client, Role.AGENCY_CONTACT)

        client.post("/why-not/", {"reference": "Alex Testperson"})

        assert AuditEvent.objects.get(operation="people:access:why-not").subject == "none"

    def test_sends_the_reader_to_the_area_of_the_reference(self, client):
        east = an_area("eastmere")
        a_contact(an_agency("co-ordination", east), east)
        signed_in(client, Role.HEALTH_LEAD)

        assert "Sam Contact" in client.post("/why-not/", {"reference": "em-p-1"}).content.decode()
        assert "No contact is recorded" in client.post("/why-not/", {"reference": "NS-P-1"}).content.decode()


class TestSomebodyOnAList:
    @pytest.mark.requirement("INFO-05")
    def test_reads_the_message_on_every_page_that_they_would_otherwise_see(self, client):
        user = signed_in(client, Role.COORDINATOR)
        person = an_open_case().person
        excluded(person, user)

        answers = [client.get(f"/people/{person.reference}/{page}") for page in PAGES]

        assert {answer.status_code for answer in answers} == {403}
        assert all(MESSAGE in answer.content.decode() for answer in answers)
        assert not any(person.family_name in answer.content.decode() for answer in answers)
        assert AuditEvent.objects.filter(operation="refused", subject=person.reference).count() == len(PAGES)

    def test_reads_nothing_when_they_could_not_know_of_the_person_anyway(self, client):
        user = signed_in(client, Role.COORDINATOR)
        person = a_person(area=an_area("eastmere"))
        excluded(person, user)

        answers = [client.get(f"/people/{reference}/") for reference in (person.reference, "EM-P-9999")]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1


class TestSettingAList:
    @pytest.mark.requirement("INFO-05")
    def test_keeps_out_at_the_next_request_until_it_is_lifted(self, client, django_user_model):
        signed_in(client, Role.COORDINATOR)
        cousin = a_user(Role.COORDINATOR, username="a.cousin")
        person = an_open_case().person
        base = f"/people/{person.reference}/access-lists/"

        set_it = client.post(f"{base}new/", typed("exclusion", users="a.cousin"))
        found = AccessList.objects.get()
        client.force_login(cousin)
        refused = client.get(f"/people/{person.reference}/").status_code
        client.force_login(django_user_model.objects.exclude(pk=cousin.pk).get(role="coordinator"))
        client.post(f"{base}{found.pk}/lift/", {"reason": "No longer works there."})
        history = client.get(base).content.decode()
        client.force_login(cousin)

        assert (set_it.status_code, refused) == (302, 403)
        assert client.get(f"/people/{person.reference}/").status_code == 200
        assert "No longer works there." in history
        done = AuditEvent.objects.filter(operation__startswith="people:access-list").values_list("operation", flat=True)
        assert {"people:access-list:set", "people:access-list:lift", "people:access-list:view"} <= set(done)

    def test_is_for_the_co_ordinator_and_the_agency_that_manages_the_record(self, client):
        officer = signed_in(client, Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        before = client.get(f"/people/{person.reference}/access-lists/")

        person.involvements.update(kind=InvolvementKind.RECORD_MANAGER)

        assert before.status_code == 403
        assert "the agency that manages this record" in before.content.decode()
        assert client.get(f"/people/{person.reference}/access-lists/").status_code == 200

    @pytest.mark.parametrize(
        ("kind", "more", "says"),
        [
            ("restriction", {"users": "a.cousin"}, "Name yourself or your agency too"),
            ("exclusion", {"agencies": ["northshire-co-ordination"]}, "Leave out yourself and your agency"),
            ("exclusion", {}, "Name at least one agency or one user"),
            ("exclusion", {"users": "no.body"}, "Nobody signs in as no.body"),
            ("exclusion", {"users": "a.cousin", "reason": ""}, "Say why"),
        ],
    )
    def test_is_refused_with_what_to_do(self, client, kind, more, says):
        signed_in(client, Role.COORDINATOR)
        a_user(Role.COORDINATOR, username="a.cousin")
        person = an_open_case().person

        answer = client.post(f"/people/{person.reference}/access-lists/new/", typed(kind, **more))

        assert answer.status_code in {409, 422}
        assert says.lower() in answer.content.decode().lower()
        assert not AccessList.objects.exists()

    def test_names_more_on_a_restriction_and_allows_one_at_a_time(self, client):
        signed_in(client, Role.COORDINATOR)
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = an_open_case(a_person(involving=(officer.agency,))).person
        base = f"/people/{person.reference}/access-lists/"
        own = {"agencies": ["northshire-co-ordination"]}

        first = client.post(f"{base}new/", typed("restriction", **own))
        second = client.post(f"{base}new/", typed("restriction", **own))
        number = AccessList.objects.get().pk
        client.post(f"{base}{number}/names/", {"agencies": ["northshire-police"], "users": ""})
        again = client.post(f"{base}{number}/names/", {"agencies": ["northshire-police"], "users": ""})
        client.force_login(officer)

        assert [first.status_code, second.status_code, again.status_code] == [302, 409, 422]
        page = client.get(f"/people/{person.reference}/why/").content.decode()
        assert "restricted to those named" in page
        assert "you or your agency are named" in page


class TestTheInbox:
    def test_hides_what_the_agency_was_asked_from_somebody_on_a_list(self, client):
        contact = signed_in(client, Role.AGENCY_CONTACT)
        asked = InformationRequest.objects.get(meeting=a_meeting(), agency=contact.agency)
        before = client.get(f"/inbox/requests/{asked.reference}/").status_code
        excluded(asked.meeting.case.person, contact)

        assert before == 200
        assert client.get(f"/inbox/requests/{asked.reference}/").status_code == 404
        assert asked.reference not in client.get("/inbox/").content.decode()
