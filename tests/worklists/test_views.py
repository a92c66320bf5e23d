"""One home for each role."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.duties.models import DutyRow
from mappa.kernel import clock
from mappa.kernel.announcements import gathering
from mappa.people.models import Involvement, InvolvementKind
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_meeting
from tests.factories.people import a_person
from tests.factories.plans import an_action
from tests.factories.referrals import a_practitioner, a_submitted_referral

pytestmark = pytest.mark.django_db
OWNERS = ("co-ordinator", "administrator", "chair", "police", "probation", "prison", "yot", "mental_health_trust")


def work_for(*users):
    """Something of everything, about somebody whom the users may know."""
    at = clock.now()
    on = clock.day_of(at)
    practitioner, coordinator = a_practitioner(), a_user(Role.COORDINATOR)
    agencies = {user.agency.pk: user.agency for user in (*users, practitioner)}
    case = an_open_case(a_person(involving=tuple(agencies.values())), level=2)
    with gathering():
        a_meeting(case, at=at, starts_at=at + timedelta(days=3))
        for user in users:
            Involvement.objects.create(
                person=case.person, agency=user.agency, kind=InvolvementKind.OFFENDER_MANAGER, officer=user, since=on
            )
            an_action(case, coordinator, at=at, agency=user.agency, due=on + timedelta(days=9))
        a_submitted_referral(practitioner, case.person, at=at)
    for owner in OWNERS:
        DutyRow.objects.create(
            case=case, duty="d", label="A duty", owner=owner, edition=case.edition, started_by="x", started_on=on,
            due=on - timedelta(days=1), outcome="open", running=True, because="b", requirement=[], derived_at=at,
        )  # fmt: skip
    return case


def queries_of(client, user):
    """How often the user's home asks the database."""
    client.force_login(user)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get("/")
    assert answer.status_code == 200, user.role
    return len(seen)


class TestHome:
    def test_answers_every_role_in_at_most_19_queries_however_much_waits(self, client):
        users = [a_user(role) for role in Role]

        def queries():
            for _ in range(2):
                work_for(*users)
            return {user.role: queries_of(client, user) for user in users}

        first, second = queries(), queries()

        assert first == second
        assert [role for role, asked in second.items() if asked > 19] == []

    @pytest.mark.requirement("REVIEW-15")
    def test_says_first_what_is_late(self, client):
        user = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(user)
        case = work_for(user)

        answer = client.get("/")

        panels = answer.context["panels"]
        assert panels[0].urgent
        assert [bool(panel.urgent) for panel in panels] == sorted((bool(p.urgent) for p in panels), reverse=True)
        assert case.person.reference in answer.content.decode()

    def test_shows_nobody_whom_the_reader_may_not_know(self, client):
        user = a_user(Role.POLICE_OFFENDER_MANAGER)
        hidden, seen = an_open_case(a_person(area=an_area("eastmere"))), work_for(user)
        DutyRow.objects.filter(case=seen).update(case=hidden)
        client.force_login(user)

        page = client.get("/").content.decode()

        assert hidden.person.reference not in page
        assert seen.person.reference in page
        assert not AuditEvent.objects.filter(subject=hidden.person.reference, who=user.username).exists()

    def test_is_on_the_record_of_those_it_names(self, client):
        user = a_user(Role.COORDINATOR)
        client.force_login(user)
        case = work_for(user)

        client.get("/")

        assert AuditEvent.objects.filter(subject=case.person.reference, who=user.username, what="consultation").exists()

    def test_of_nobody_asks_to_sign_in(self, client):
        assert client.get("/").url == "/signin?next=%2F"
