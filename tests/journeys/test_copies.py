"""Whatever leaves as a file is marked, numbered and found again by its number."""

import io
import json
import re
import zipfile

import pikepdf
import pytest
from docx import Document

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.kernel import clock
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.services.minutes import approve_minutes
from mappa.people.models import Person
from mappa.statistics.formats import FORMATS
from tests.documents.test_minutes import shown_on
from tests.factories.accounts import a_user, an_area
from tests.factories.meetings import a_held_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
COPIES = "/copies/"
EXPORTS = {
    **{
        f"minutes.{kind}": (Role.COORDINATOR, "GET", "/meetings/{meeting}/minutes/1." + kind)
        for kind in ("docx", "pdf")
    },
    **{f"annual.{kind}": (Role.ANALYST, "GET", f"/reports/annual/2024/download.{kind}") for kind in FORMATS},
    "board.csv": (Role.BOARD_CHAIR, "GET", "/reports/board/download.csv"),
    "accounts.csv": (Role.GOVERNANCE_LEAD, "POST", "/administration/accounts/export/"),
}
"""Every download of the product: who takes it, and where."""


def pages_of_docx(content):
    document = Document(io.BytesIO(content))
    [section] = document.sections
    return [" ".join(line.text for edge in (section.header, section.footer) for line in edge.paragraphs)]


def pages_of_pdf(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        return [shown_on(page) for page in opened.pages]


def sheets_of_archive(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name).decode()]


PAGES = {
    "docx": pages_of_docx, "pdf": pages_of_pdf, "csv": lambda content: [content.decode("utf-8-sig")],
    "json": lambda content: [json.loads(content)["copy"]], "html": lambda content: [content.decode()],
    "ods": lambda content: sheets_of_archive(content, "content.xml"),
    "xlsx": lambda content: sheets_of_archive(content, "xl/sharedStrings.xml"),
}  # fmt: skip
"""By the kind of a file: what is read on each of its pages."""


@pytest.fixture
def meeting():
    held = a_held_meeting()
    approve_minutes(meeting=held, read_sha256=sha256_of(content_of(held)), actor=held.chair, at=clock.now())
    return held


@pytest.fixture
def take(client, meeting):
    """Takes an export as somebody who may: the answer, and who took it."""

    def taken(export):
        role, method, address = EXPORTS[export]
        taker = a_user(role, name=f"Kim O'Sei {role.value}")
        client.force_login(taker)
        return client.generic(method, address.format(meeting=meeting.reference)), taker

    return taken


def looked_up(client, number, *, area="northshire", role=Role.GOVERNANCE_LEAD):
    client.force_login(a_user(role, area=an_area(area)))
    return client.post(COPIES, {"number": number})


class TestMarkedCopies:
    @pytest.mark.requirement("MEET-33")
    @pytest.mark.parametrize("export", EXPORTS)
    def test_say_on_every_page_whose_they_are_and_are_found_again(self, client, take, export):
        answer, taker = take(export)

        entry = AuditEvent.objects.order_by("pk").filter(details__has_key="marking").last()
        number = f"C-{entry.pk}"
        assert answer.status_code == 200
        assert answer["X-Copy"] == number
        for page in PAGES[export.rpartition(".")[2]](answer.content):
            plain = re.sub(r"&#x27;|&apos;", "'", page)
            said = [number, entry.details["marking"], taker.name, taker.agency.name, entry.purpose]
            assert [words for words in said if words not in plain] == []
        found = looked_up(client, number.lower()).content.decode()
        assert [words for words in (number, taker.username, entry.purpose) if words not in found] == []

    def test_are_told_to_nobody_of_another_area_and_asking_is_on_record(self, client, take):
        number = take("annual.csv")[0]["X-Copy"]

        answer = looked_up(client, number, area="eastmere")

        assert answer.status_code == 409
        assert "There is no such copy" in answer.content.decode()
        asked = AuditEvent.objects.filter(operation="audit:copy:look-up").get()
        assert (asked.subject, asked.details["found"]) == (number, False)

    @pytest.mark.parametrize("number", ["C-999999999", "1; DROP", "Alex Testperson"])
    def test_are_not_found_by_any_other_words(self, client, number):
        assert looked_up(client, number).status_code == 409
        assert "Testperson" not in AuditEvent.objects.get(operation="audit:copy:look-up").subject

    def test_do_not_name_somebody_behind_a_wall(self, client, take, meeting):
        number = take("minutes.docx")[0]["X-Copy"]
        Person.objects.update(compartment="category_4")

        body = looked_up(client, number, role=Role.COORDINATOR).content.decode()

        assert "A record behind a wall" in body
        assert meeting.case.person.reference not in body
