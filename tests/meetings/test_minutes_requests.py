"""Minutes are not copied, passed on, newly used or released before the chair agreed; request and answer are kept."""

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.meetings.models import MinutesIssue, MinutesRequest, MinutesVersion
from tests.factories.accounts import a_user, an_agency
from tests.factories.meetings import a_chair, a_meeting
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
FORWARD = {"kind": "forward", "recipients": "The safeguarding hub", "why": "The hub plans for the same children"}


@pytest.fixture
def spoc():
    return a_user(Role.AGENCY_CONTACT)


@pytest.fixture
def issue(spoc):
    """Minutes of a meeting, issued to housing."""
    meeting = a_meeting(chair=a_chair())
    version = MinutesVersion.objects.create(
        meeting=meeting, number=1, content={}, sha256="x", approved_at=NOON, approved_by="chair"
    )
    return MinutesIssue.objects.create(minutes=version, agency=spoc.agency, issued_at=NOON, issued_by="x")


@pytest.fixture
def meeting(issue):
    return issue.minutes.meeting


def asked(client, spoc, meeting):
    client.force_login(spoc)
    for _ in range(2):
        answer = client.post(f"/inbox/minutes/{meeting.reference}/1/ask/", FORWARD)
        assert answer.status_code == 302
    return MinutesRequest.objects.get()


class TestAskTheChair:
    @pytest.mark.requirement("MEET-32", "INFO-17")
    def test_is_kept_once_answered_once_by_that_chair_and_shown_to_whoever_asked(self, client, spoc, meeting):
        request = asked(client, spoc, meeting)
        copy = f"/inbox/minutes/{meeting.reference}/1/"
        assert "Waiting for the chair" in client.get(copy).content.decode()
        page = f"/minutes-requests/{request.pk}/"
        client.force_login(a_chair())
        assert client.get(page).status_code == 404
        assert client.post(page, {"answer": "agreed", "reasons": "x"}).status_code == 404
        client.force_login(meeting.chair)
        assert "The safeguarding hub" in client.get("/minutes-requests/").content.decode()
        assert "Requests about minutes" in client.get("/").content.decode()
        refused = [client.post(page, sent).status_code for sent in (
            {"answer": "agreed"}, {"reasons": "x"}, {"answer": "summary", "reasons": "x"}
        )]  # fmt: skip
        assert refused == [422, 422, 422]

        assert client.post(page, {"answer": "refused", "reasons": "The hub was there"}).status_code == 302

        assert client.post(page, {"answer": "agreed", "reasons": "Again"}).status_code == 409
        request.refresh_from_db()
        assert (request.answer, request.answered_by) == ("refused", meeting.chair.username)
        client.force_login(spoc)
        body = client.get(copy).content.decode()
        assert "The hub was there" in body
        assert "Refused" in body
        operations = ["meetings:minutes-request:ask", "meetings:minutes-request:answer"]
        assert [AuditEvent.objects.filter(operation=one).count() for one in operations] == [1, 1]

    def test_says_what_is_missing_and_is_for_those_who_hold_a_copy(self, client, spoc, meeting):
        client.force_login(spoc)
        page = f"/inbox/minutes/{meeting.reference}/1/ask/"

        statuses = [
            client.post(page, FORWARD | change).status_code
            for change in ({"kind": ""}, {"kind": "release"}, {"why": " "}, {"recipients": ""})
        ]

        assert statuses == [422] * 4
        client.force_login(a_user(Role.HEALTH_LEAD))
        assert client.post(page, FORWARD).status_code == 404
        assert not MinutesRequest.objects.exists()


class TestRequestsFromOutside:
    @pytest.mark.requirement("DISC-26")
    def test_request_and_decision_stand_on_the_case_and_in_the_timeline(self, client, meeting):
        person = meeting.case.person.reference
        log, police = f"/people/{person}/minutes-requests/", an_agency(AgencyKind.POLICE)
        client.force_login(a_user(Role.COORDINATOR))
        sent = {"requester": "court", "who": "Northwick Crown Court", "why": "Sentencing on a new matter"}
        missing = [client.post(f"{log}new/", sent | change).status_code for change in (
            {"requester": ""}, {"requester": "agency"}, {"who": ""}, {"why": ""}
        )]  # fmt: skip
        assert missing == [422] * 4

        assert client.post(f"{log}new/", sent).status_code == 302

        request = MinutesRequest.objects.get()
        client.force_login(meeting.chair)
        page = f"/minutes-requests/{request.pk}/"
        assert "Agreed" not in client.get(page).content.decode()
        assert client.post(page, {"answer": "agreed", "reasons": "x"}).status_code == 422
        assert client.post(page, {"answer": "redirected", "reasons": "x"}).status_code == 422
        answer = {"answer": "redirected", "redirected_to": police.pk, "reasons": "The court wants police material"}
        assert client.post(page, answer).status_code == 302
        client.force_login(a_user(Role.COORDINATOR))
        for shown in (client.get(log), client.get(f"/people/{person}/timeline/")):
            body = shown.content.decode()
            assert "Northwick Crown Court" in body
            assert "The court wants police material" in body

    def test_needs_minutes_and_a_record_that_one_may_know(self, client, meeting):
        other = a_meeting().case.person
        client.force_login(a_user(Role.COORDINATOR))
        sent = {"requester": "offender", "who": "A solicitor", "why": "An appeal"}

        answer = client.post(f"/people/{other.reference}/minutes-requests/new/", sent)

        assert answer.status_code == 409
        assert "nothing to release" in answer.content.decode()
        client.force_login(a_user(Role.AGENCY_CONTACT))
        assert client.get(f"/people/{other.reference}/minutes-requests/").status_code == 403
