"""Files of the record: sent with an entry, kept sealed, given away as marked copies that nothing can run in."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from PIL import Image

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.record.models import Attachment, StoredFile
from mappa.uploads.model import LARGEST
from tests.factories.accounts import a_user
from tests.record.test_pages import ABOUT
from tests.uploads.friendly import WORDS, a_pdf, a_photograph, a_picture, written

pytestmark = pytest.mark.django_db
A_DOCUMENT = {"title": "Report for court", "kind": "report", **ABOUT}
SHOWS = {"shows": "The face", **ABOUT}


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


def at(person, rest=""):
    return f"/people/{person.reference}/record/{rest}"


def sent(name, content):
    return {"file": SimpleUploadedFile(name, content, content_type="text/html")}


class TestFiles:
    def test_are_kept_sealed_and_given_away_marked_and_numbered(self, browser, person, om):
        page = written(a_pdf())
        added = browser.post(at(person, "documents/new/"), A_DOCUMENT | sent("my letter.pdf", page))
        assert added.status_code == 302
        entry = Attachment.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM record_storedfile t")
            assert "25504446" not in cursor.fetchone()[0]  # how a PDF begins

        shown = browser.get(at(person, f"documents/{entry.pk}/")).content.decode()
        answer = browser.get(at(person, f"documents/{entry.pk}/file/"))

        assert "Download the file (PDF, " in shown
        assert "my letter" not in shown + answer["Content-Disposition"]
        stored = StoredFile.objects.get()
        assert answer["Content-Disposition"] == f'attachment; filename="{stored.name}.pdf"'
        assert answer["Content-Type"] == "application/pdf"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        taken = AuditEvent.objects.get(operation="record:file:download")
        with pikepdf.open(io.BytesIO(answer.content)) as read:
            read.pages[1].contents_coalesce()
            drawn = read.pages[1].Contents.read_bytes().decode("cp1252")
        assert f"OFFICIAL-SENSITIVE. Copy C-{taken.pk} for {om.name}" in drawn
        assert WORDS in drawn
        assert b"Report" not in str(taken.details).encode()

    def test_are_decided_by_what_they_hold_and_kept_without_who_and_where(self, browser, person):
        assert browser.post(at(person, "photographs/new/"), SHOWS | sent("x.jpg", a_photograph())).status_code == 302

        stored = StoredFile.objects.get()
        assert stored.kind == "jpeg"
        assert b"Canary" not in stored.content
        assert not Image.open(io.BytesIO(stored.content)).getexif()

    @pytest.mark.parametrize(
        ("kind", "file", "says"),
        [
            ("photographs", ("x.png", b"<svg onload=alert(1)>"), "The file is not a PDF"),
            ("photographs", ("x.pdf", written(a_pdf())), "what belongs here is a PNG picture or JPEG picture"),
            ("documents", ("x.exe", a_picture()), "called .exe but holds a PNG picture"),
            ("documents", ("x.pdf", b""), "The file is empty"),
            ("documents", ("x.pdf", b"%PDF-" + b"0" * (LARGEST + 2_000_000)), "larger than 10 MB"),
        ],
    )  # fmt: skip
    def test_that_are_not_taken_are_refused_beside_the_field_and_nothing_is_kept(
        self, browser, person, kind, file, says
    ):
        answer = browser.post(at(person, f"{kind}/new/"), A_DOCUMENT | SHOWS | sent(*file))

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not StoredFile.objects.exists()
        assert not Attachment.objects.exists()

    def test_or_where_the_original_is_held_is_needed(self, browser, person):
        answer = browser.post(at(person, "documents/new/"), A_DOCUMENT)

        assert answer.status_code == 422
        assert "Choose a file, or say below where it is held" in answer.content.decode()
        assert browser.post(at(person, "documents/new/"), A_DOCUMENT | {"held": "Registry, R7"}).status_code == 302

    def test_stay_with_an_entry_that_is_corrected_unless_another_is_sent(self, browser, person):
        browser.post(at(person, "photographs/new/"), SHOWS | sent("x.png", a_picture()))
        first = Attachment.objects.get()
        why = {"replaced_how": "mistaken", "replaced_why": "Typed wrongly"}
        browser.post(at(person, f"photographs/{first.pk}/correct/"), SHOWS | why | {"shows": "A tattoo"})
        second = Attachment.objects.get(corrects=first)
        assert second.file_id == first.file_id

        browser.post(
            at(person, f"photographs/{second.pk}/correct/"), SHOWS | why | sent("y.png", a_picture(size=(30, 30)))
        )

        third = Attachment.objects.get(corrects=second)
        assert third.file_id not in {None, first.file_id}
        assert browser.get(at(person, f"photographs/{first.pk}/file/")).status_code == 200

    def test_are_not_found_by_those_who_may_not_know_of_the_person_or_the_entry(self, browser, client, person, om):
        walled = SHOWS | {"readers": "third_party"}
        browser.post(at(person, "photographs/new/"), SHOWS | sent("x.png", a_picture()))
        browser.post(at(person, "photographs/new/"), walled | sent("x.png", a_picture()))
        plain, apart = Attachment.objects.order_by("pk")
        assert apart.compartment == "third_party"

        client.force_login(a_user(Role.PRISON_LEAD))
        assert client.get(at(person, f"photographs/{plain.pk}/file/")).status_code == 404
        client.force_login(a_user(Role.ADMINISTRATOR))
        assert client.get(at(person, f"photographs/{plain.pk}/file/")).status_code == 200
        assert client.get(at(person, f"photographs/{apart.pk}/file/")).status_code == 404
        assert client.get(at(person, f"pets/{plain.pk}/file/")).status_code == 404

    def test_are_never_changed_or_removed_by_the_product(self, browser, person):
        browser.post(at(person, "photographs/new/"), SHOWS | sent("x.png", a_picture()))

        for statement in ("UPDATE record_storedfile SET size = 1", "DELETE FROM record_storedfile"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


class TestPictures:
    """A picture on a page: small, marked with whom it was shown to, and read on record."""

    def test_stand_with_their_entry_and_say_to_whom_they_were_shown(self, browser, person, om):
        browser.post(at(person, "photographs/new/"), SHOWS | sent("x.png", a_picture(size=(1500, 2000))))
        entry = Attachment.objects.get()
        href = at(person, f"photographs/{entry.pk}/picture/")

        shown = browser.get(at(person, f"photographs/{entry.pk}/")).content.decode()
        answer = browser.get(href)

        assert f'src="{href}" alt="The face"' in shown
        assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/png", "inline")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
        wide, high = Image.open(io.BytesIO(answer.content)).size
        assert (wide, high > 640) == (480, True)
        read = AuditEvent.objects.get(operation="record:picture:view")
        assert (read.subject, read.details["attachment"]) == (person.reference, entry.pk)

    def test_on_the_first_page_the_newest_that_shows_the_person(self, browser, person):
        for view, day in (("mark", "5 3 2026"), ("face", "4 3 2026"), ("face", "3 3 2026")):
            browser.post(
                at(person, "photographs/new/"), SHOWS | {"view": view, "since_day": day} | sent("x.png", a_picture())
            )
        browser.post(at(person, "photographs/new/"), SHOWS | {"view": "face", "held": "Custody system"})
        newest = Attachment.objects.get(since="2026-03-04")

        shown = browser.get(f"/people/{person.reference}/").content.decode()

        assert shown.count("/picture/") == 1
        assert at(person, f"photographs/{newest.pk}/picture/") in shown
        assert "Photograph of 4 March 2026" in shown

    def test_are_not_shown_of_other_files_or_to_those_whom_the_entry_is_closed_to(self, browser, client, person):
        browser.post(at(person, "documents/new/"), A_DOCUMENT | sent("x.pdf", written(a_pdf())))
        browser.post(
            at(person, "photographs/new/"),
            SHOWS | {"view": "face", "readers": "third_party"} | sent("x.png", a_picture()),
        )
        document, apart = Attachment.objects.order_by("pk")
        assert "/picture/" not in browser.get(at(person, f"documents/{document.pk}/")).content.decode()
        assert browser.get(at(person, f"documents/{document.pk}/picture/")).status_code == 404

        client.force_login(a_user(Role.ADMINISTRATOR))
        assert client.get(at(person, f"photographs/{apart.pk}/picture/")).status_code == 404
        assert "/picture/" not in client.get(f"/people/{person.reference}/").content.decode()
