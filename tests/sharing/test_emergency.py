"""Break the glass: an hour's sight, in the open, reviewed by somebody else."""

import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent, What
from mappa.audit.purposes import EMERGENCY
from mappa.audit.services import guards_ask_once, record, record_shown
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.people.models import EmergencyAccess, Involvement, InvolvementKind
from mappa.sharing.selectors import emergencies_awaiting_review, emergencies_on_records_of
from mappa.sharing.services import open_emergency, review_emergency
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.ledger.answers import answers as share_answers

pytestmark = pytest.mark.django_db
REASON = "A child may be with this person now"


def day(name, on=TODAY):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def taken(person, user, at=NOON):
    open_emergency(reference=person.reference, reason=REASON, actor=user, at=at)
    return EmergencyAccess.objects.get(person=person, user=user)


def changed(person, user, at=NOON):
    return record(what=What.ALTERATION, operation="test:change", actor=user, subject=person.reference, at=at)


class TestReadingAlone:
    def test_is_asked_once_for_an_instant_in_a_transaction_of_many_acts(self):
        officer, person = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()

        with CaptureQueriesContext(connection) as seen, guards_ask_once():
            for _ in range(3):
                changed(person, officer)

        assert len([one for one in seen if "emergencyaccess" in one["sql"]]) == 1

    def test_forbids_a_change_after_opening_in_the_same_transaction(self):
        officer, hidden = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()

        with guards_ask_once():
            changed(hidden, officer)
            taken(hidden, officer)
            with pytest.raises(Refused, match="for reading alone"):
                changed(hidden, officer)

    def test_is_over_when_it_ends_though_it_was_asked_before(self):
        officer, hidden = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        ends_at = taken(hidden, officer).ends_at

        with guards_ask_once():
            with pytest.raises(Refused):
                changed(hidden, officer, ends_at - timedelta(seconds=1))
            changed(hidden, officer, ends_at)

    @pytest.mark.parametrize("within", [False, True])
    def test_remembers_nothing_from_one_transaction_to_the_next(self, within):
        officer, hidden = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()

        with guards_ask_once() if within else nullcontext():
            changed(hidden, officer)
            with guards_ask_once():
                changed(hidden, officer)
                EmergencyAccess.objects.create(
                    person=hidden, user=officer, reason=REASON, opened_at=NOON, ends_at=NOON + timedelta(hours=1)
                )
            with pytest.raises(Refused):
                changed(hidden, officer)


class TestEmergencyPage:
    @pytest.mark.requirement("INFO-05")
    def test_opens_one_hidden_record_to_one_user_for_an_hour(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        hidden, other = a_person(), a_person()
        client.force_login(officer)
        page = f"/people/{hidden.reference}/details/"
        assert client.get(page).status_code == 404

        answer = client.post("/emergency-access/", {"reference": hidden.reference.lower(), "reason": REASON})

        assert answer.status_code == 200
        assert client.get(page).status_code == 200
        assert client.get(f"/people/{other.reference}/details/").status_code == 404
        access = EmergencyAccess.objects.get()
        assert access.ends_at - access.opened_at == timedelta(hours=1)
        EmergencyAccess.objects.update(
            opened_at=clock.now() - timedelta(hours=2), ends_at=clock.now() - timedelta(hours=1)
        )
        assert client.get(page).status_code == 404

    def test_answers_alike_and_audits_alike_for_unknown_hidden_and_walled(self, client):
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        hidden, walled = a_person(), a_person(compartment="category_4")

        bodies = {}
        for reference in (hidden.reference, walled.reference, "NS-P-9999"):
            answer = client.post("/emergency-access/", {"reference": reference, "reason": REASON})
            csrf_free = re.sub(r'value="\w{64}"', "", answer.content.decode().replace(reference, "REF"))
            bodies[reference] = csrf_free.split("can read it until")[0] + csrf_free.split("If it cannot")[1]

        assert len(set(bodies.values())) == 1
        assert set(EmergencyAccess.objects.values_list("person", flat=True)) == {hidden.pk}
        assert AuditEvent.objects.filter(operation="sharing:emergency:open", purpose=EMERGENCY).count() == 3
        assert EmergencyAccess.objects.get().reason == REASON, "typed words stay with the access, and out of the log"
        assert not AuditEvent.objects.filter(purpose__contains=REASON).exists()

    def test_a_repeated_post_opens_nothing_more(self, client):
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        sent = {"reference": a_person().reference, "reason": REASON}

        for _ in range(2):
            client.post("/emergency-access/", sent)

        assert EmergencyAccess.objects.count() == 1

    def test_a_short_reason_opens_nothing_and_keeps_what_was_typed(self, client):
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))

        answer = client.post("/emergency-access/", {"reference": a_person().reference, "reason": "x" * 19})

        assert answer.status_code == 422
        assert "20 characters or more" in answer.content.decode()
        assert "x" * 19 in answer.content.decode()
        assert not EmergencyAccess.objects.exists()

    def test_a_role_without_cases_is_refused(self, client):
        client.force_login(a_user(Role.SYSTEM_ADMIN))

        assert client.get("/emergency-access/").status_code == 403


class TestReadingOnly:
    @pytest.mark.requirement("MEET-31")
    def test_opens_for_reading_and_every_change_is_refused_and_undone(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = an_open_case(lead=an_agency(AgencyKind.PROBATION)).person
        client.force_login(officer)
        client.post("/emergency-access/", {"reference": person.reference, "reason": REASON})
        base = f"/people/{person.reference}/"
        changes = {
            "names/new/": {"family_name": "Written", "given_names": "In"},
            "addresses/new/": {"text": "Written", "kind": "home", **day("since")},
            "identifiers/new/": {"kind": "pnc", "value": "1999/0000001G"},
            "shares/new/": share_answers(an_agency(AgencyKind.HOUSING)),
        }

        assert [client.get(base + page).status_code for page in ("", "details/", "plan/")] == [200, 200, 200]
        answers = {page: client.post(base + page, sent) for page, sent in changes.items()}

        assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(changes, 403)
        assert "for reading alone" in answers["names/new/"].content.decode()
        assert not person.aliases.exists()
        assert not person.addresses.exists()
        assert not person.shares.exists()
        Involvement.objects.create(
            person=person, agency=officer.agency, kind=InvolvementKind.PARTNER, since=TODAY, reason="factory"
        )
        assert client.post(base + "names/new/", changes["names/new/"]).status_code == 302

    @pytest.mark.requirement("MEET-31")
    def test_nothing_is_done_under_access_that_has_ended(self, client):
        officer, person = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        access = taken(person, officer, at=clock.now() - timedelta(hours=2))
        assert access.ends_at < clock.now()
        client.force_login(officer)

        for page in ("details/", "names/new/"):
            assert client.get(f"/people/{person.reference}/{page}").status_code == 404
        typed = {"family_name": "Written", "given_names": "In"}
        assert client.post(f"/people/{person.reference}/names/new/", typed).status_code == 404
        assert not person.aliases.exists()


class TestReview:
    def test_waits_on_the_coordinators_list_until_somebody_else_closes_it(self, client):
        officer, coordinator = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.COORDINATOR)
        access = taken(a_person(), officer)
        client.force_login(coordinator)
        assert "Waiting for review" in client.get("/emergency-access/reviews/").content.decode()

        answer = client.post(f"/emergency-access/reviews/{access.pk}/", {"finding": "Justified"})

        assert answer.status_code == 302
        access.refresh_from_db()
        assert (access.reviewed_by, access.finding) == (coordinator, "Justified")
        assert not emergencies_awaiting_review(coordinator, TODAY).exists()
        again = client.post(f"/emergency-access/reviews/{access.pk}/", {"finding": "Other"})
        assert again.status_code == 409
        access.refresh_from_db()
        assert access.finding == "Justified"

    def test_shows_the_reviewer_everything_that_was_read_page_by_page(self, client, monkeypatch):
        monkeypatch.setattr("mappa.govuk.paging.ROWS", 2)
        person, user = a_person(area=an_area("eastmere")), a_user(Role.COORDINATOR)
        access = taken(person, user)
        for number in range(3):
            record_shown(operation="read", actor=user, subjects=[person.reference], at=NOON, purpose=f"Look {number}")
        client.force_login(a_user(Role.GOVERNANCE_LEAD, area=an_area("eastmere")))

        pages = [client.get(f"/emergency-access/reviews/{access.pk}/?page={page}").content.decode() for page in (1, 2)]

        assert [f"Look {number}" in pages[0] for number in range(3)] == [False, True, True]
        assert "Look 0" in pages[1]

    def test_nobody_reviews_their_own(self, client):
        coordinator = a_user(Role.COORDINATOR)
        access = taken(a_person(area=an_area("eastmere")), coordinator)

        with pytest.raises(Refused, match="somebody else"):
            review_emergency(access=access.pk, finding="Fine", actor=coordinator, at=NOON)

        client.force_login(coordinator)
        page = client.get(f"/emergency-access/reviews/{access.pk}/").content.decode()
        assert "somebody else must review it" in page
        assert 'name="finding"' not in page
        assert not emergencies_awaiting_review(coordinator, TODAY).exists()

    def test_needs_a_finding_and_happens_once(self):
        access, governance = (
            taken(a_person(), a_user(Role.CHAIR, area=an_area("eastmere"))),
            a_user(Role.GOVERNANCE_LEAD),
        )

        with pytest.raises(Incomplete):
            review_emergency(access=access.pk, finding=" ", actor=governance, at=NOON)
        review_emergency(access=access.pk, finding="Not needed", actor=governance, at=NOON)

        with pytest.raises(NotPossible, match="already"):
            review_emergency(access=access.pk, finding="Again", actor=governance, at=NOON)

    def test_another_area_does_not_know_of_it(self, client):
        access = taken(a_person(), a_user(Role.POLICE_OFFENDER_MANAGER))
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))

        assert client.get(f"/emergency-access/reviews/{access.pk}/").status_code == 404
        assert access.person.reference not in client.get("/emergency-access/reviews/").content.decode()

    def test_shows_what_was_read_in_that_hour(self, client):
        officer, person = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        access = taken(person, officer, at=clock.now())
        client.force_login(officer)
        client.get(f"/people/{person.reference}/details/")
        client.force_login(a_user(Role.COORDINATOR))

        page = client.get(f"/emergency-access/reviews/{access.pk}/").content.decode()

        assert "people, person, details" in page
        assert REASON in page

    def test_the_record_manager_is_told(self):
        manager = a_user(Role.PROBATION_PRACTITIONER)
        person = a_person()
        Involvement.objects.create(
            person=person, agency=manager.agency, kind=InvolvementKind.RECORD_MANAGER, since=TODAY
        )
        access = taken(person, a_user(Role.POLICE_OFFENDER_MANAGER))
        other = a_user(Role.PROBATION_PRACTITIONER, agency=an_agency(AgencyKind.PROBATION, code="other-probation"))

        assert list(emergencies_on_records_of(manager, TODAY)) == [access]
        assert not emergencies_on_records_of(other, TODAY).exists()

    @pytest.mark.requirement("MEET-31")
    def test_is_on_the_homes_of_the_record_manager_and_of_every_reviewer_and_on_the_case(self, client):
        manager, chair = a_user(Role.PROBATION_PRACTITIONER), a_user(Role.BOARD_CHAIR)
        person = an_open_case(lead=manager.agency).person
        Involvement.objects.create(
            person=person, agency=manager.agency, kind=InvolvementKind.RECORD_MANAGER, since=TODAY
        )
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(officer)
        client.post("/emergency-access/", {"reference": person.reference, "reason": REASON})

        client.force_login(manager)
        told = client.get("/").content.decode()
        assert "Your records opened in an emergency" in told
        assert officer.name in told
        assert REASON in client.get(f"/people/{person.reference}/").content.decode()
        EmergencyAccess.objects.update(opened_at=clock.now() - timedelta(days=30))
        for reviewer in (chair, a_user(Role.COORDINATOR), a_user(Role.GOVERNANCE_LEAD)):
            client.force_login(reviewer)
            home = client.get("/").content.decode()
            assert "Overdue" in home
            assert person.reference in home
        client.force_login(chair)
        assert person.family_name not in client.get("/").content.decode()
        access = EmergencyAccess.objects.get()
        client.post(f"/emergency-access/reviews/{access.pk}/", {"finding": "Justified"})
        assert person.reference not in client.get("/").content.decode()
        client.force_login(manager)
        assert REASON not in client.get(f"/people/{person.reference}/").content.decode()

    def test_the_list_takes_as_many_queries_with_twice_the_rows(self, client):
        coordinator = a_user(Role.COORDINATOR)
        client.force_login(coordinator)

        def queries():
            for _ in range(3):
                taken(a_person(), a_user(Role.POLICE_OFFENDER_MANAGER))
            with CaptureQueriesContext(connection) as counted:
                client.get("/emergency-access/reviews/")
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20
