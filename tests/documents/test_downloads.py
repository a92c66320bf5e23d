"""Minutes as files to download: who gets which, what each copy holds, and what stays on record."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from docx import Document

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.services.minutes import approve_minutes, issue_minutes
from mappa.people.models import Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.meetings import a_held_meeting
from tests.factories.people import NOON

LATER = NOON + timedelta(days=2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    held = a_held_meeting()
    approve_minutes(meeting=held, read_sha256=sha256_of(content_of(held)), actor=held.chair, at=LATER)
    return held


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def address(meeting, ending, number=1):
    return f"/meetings/{meeting.reference}/minutes/{number}.{ending}"


def words_of(answer):
    document = Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


class TestMinutesFile:
    @pytest.mark.requirement("MEET-30")
    def test_names_its_recipient_and_carries_only_a_reference_in_its_name(self, meeting, as_user):
        reader = a_user(Role.COORDINATOR, name="Kim Osei")

        word = as_user(reader).get(address(meeting, "docx"))
        pdf = as_user(reader).get(address(meeting, "pdf"))

        assert word["Content-Disposition"] == f'attachment; filename="{meeting.reference}-v1.docx"'
        header = Document(BytesIO(word.content)).sections[0].header
        assert header.paragraphs[1].text.startswith(f"Copy {word['X-Copy']} for Kim Osei, ")
        with pikepdf.open(BytesIO(pdf.content)) as opened:
            assert "/StructTreeRoot" in opened.Root

    def test_holds_what_was_approved_even_when_the_draft_has_moved_on(self, meeting, as_user):
        item = meeting.items.get(key="risk")
        item.text = "Written later"
        item.save()

        words = words_of(as_user(meeting.chair).get(address(meeting, "docx")))

        assert "Said about risk" in words
        assert "Written later" not in words

    def test_leaves_out_victims_for_readers_without_that_right(self, meeting, as_user):
        issue_minutes(meeting=meeting, actor=a_user(Role.ADMINISTRATOR), at=LATER)

        contact = words_of(as_user(a_user(Role.AGENCY_CONTACT)).get(address(meeting, "docx")))
        chair = words_of(as_user(meeting.chair).get(address(meeting, "docx")))

        assert "Said about victims" in chair
        assert "Said about plan_victim_safety" in chair
        assert not [word for word in contact if "victim" in word.lower()]
        assert "Said about risk" in contact

    @pytest.mark.parametrize("ending", ["docx", "pdf"])
    def test_goes_to_an_agency_only_after_issue_and_then_counts_as_disclosure(self, meeting, as_user, ending):
        contact = a_user(Role.AGENCY_CONTACT)
        page = as_user(contact)
        missing = page.get(address(meeting, ending, number=9))
        hidden = page.get(address(meeting, ending))
        assert (hidden.status_code, hidden.content) == (404, missing.content)

        issue_minutes(meeting=meeting, actor=a_user(Role.ADMINISTRATOR), at=LATER)

        assert page.get(address(meeting, ending)).status_code == 200
        row = AuditEvent.objects.get(operation="documents:minutes:download", who=contact.username)
        assert (row.what, row.subject, row.details["number"]) == ("disclosure", meeting.case.person.reference, 1)

    def test_counts_as_consultation_for_those_who_manage_the_case(self, meeting, as_user):
        reader = a_user(Role.POLICE_OFFENDER_MANAGER)

        as_user(reader).get(address(meeting, "pdf"))

        assert AuditEvent.objects.get(operation="documents:minutes:download").what == "consultation"

    def test_is_not_found_by_strangers(self, meeting, as_user):
        issue_minutes(meeting=meeting, actor=a_user(Role.ADMINISTRATOR), at=LATER)
        second = an_agency(AgencyKind.HOUSING, code="second-housing")
        strangers = [a_user(Role.AGENCY_CONTACT, agency=second), a_user(Role.COORDINATOR, area=an_area("eastmere"))]

        assert [as_user(one).get(address(meeting, "pdf")).status_code for one in strangers] == [404, 404]
        assert as_user(meeting.chair).get(address(meeting, "exe")).status_code == 404

    def test_is_refused_to_roles_that_download_nothing(self, meeting, as_user):
        assert as_user(a_user(Role.LAY_ADVISER)).get(address(meeting, "pdf")).status_code == 403
        assert not AuditEvent.objects.filter(operation="documents:minutes:download").exists()


class TestBehindAWall:
    @pytest.mark.requirement("DOMEX-09")
    def test_what_was_sent_to_an_agency_stays_with_those_who_are_cleared(self, meeting, as_user):
        issue_minutes(meeting=meeting, actor=a_user(Role.ADMINISTRATOR), at=LATER)
        Person.objects.update(compartment="category_4")
        contact, cleared = a_user(Role.AGENCY_CONTACT), a_user(Role.AGENCY_CONTACT, clearances=("category_4",))
        request = meeting.requests.get(agency=contact.agency)
        sent = [
            address(meeting, "docx"),
            f"/inbox/minutes/{meeting.reference}/1/",
            f"/inbox/requests/{request.reference}/",
        ]

        assert [as_user(contact).get(one).status_code for one in sent] == [404, 404, 404]
        assert meeting.reference not in as_user(contact).get("/inbox/").content.decode()
        assert [as_user(cleared).get(one).status_code for one in sent] == [200, 200, 200]
