"""Hostile files, each sent to the page that takes files: none is kept as it was sent, and none takes much memory."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mappa.accounts.permissions import Role
from mappa.record.models import Attachment, StoredFile
from mappa.uploads import apart
from mappa.uploads.model import Kind
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import a_person
from tests.uploads import hostile
from tests.uploads.reading import everything_in

MOST_MEMORY = 200 * 1024**2
TYPED = {
    "title": "A letter", "kind": "letter", "since_day": "1 3 2026", "source": "northshire-police",
    "marking": "OFFICIAL-SENSITIVE", "readers": "all",
}  # fmt: skip
HARM = (b"Canary", b"<script", b"127.0.0.1:9", b"/etc/passwd")


@pytest.mark.drill
@pytest.mark.django_db
class TestHostileUploads:
    def test_are_refused_or_kept_without_their_harm(self, client, monkeypatch, record_property):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = an_open_case(a_person(involving=(officer.agency,)), lead=officer.agency).person
        client.force_login(officer)
        client.raise_request_exception = False
        peaks = []

        def ask_and_note(*args, **kwargs):
            said, made = asked(*args, **kwargs)
            peaks.append(said.get("peak", 0))
            return said, made

        asked = apart.ask
        monkeypatch.setattr(apart, "ask", ask_and_note)
        wrong, refused, safe = [], 0, 0
        unseen = [*hostile.hidden_names()]  # the names arrive without what is hidden in them, and are not kept
        for each in (one for one in hostile.refused() if one not in unseen):
            status = sent(client, person, each)
            refused += status == 422
            if status != 422 or StoredFile.objects.exists() or Attachment.objects.exists():
                wrong.append((each.says, each.name, status))
        for each in [*unseen, *hostile.made_safe()]:
            status = sent(client, person, each)
            kept = StoredFile.objects.order_by("-pk").first()
            if status == 422:
                refused += 1
            elif status != 302 or any(word in everything_in(kept.content, Kind(kept.kind)) for word in HARM):
                wrong.append((each.says, each.name, status))
            else:
                safe += 1

        record_property("checks", refused + safe + len(wrong))
        record_property(
            "note", f"{refused} refused, {safe} kept without their harm, most memory {max(peaks) / 1024**2:.0f} MiB"
        )
        assert wrong == []
        assert refused >= 150
        assert max(peaks) <= MOST_MEMORY


def sent(client, person, file):
    """Send one file to the page that takes documents; the status of the answer."""
    typed = TYPED | {"file": SimpleUploadedFile("x", file.content)}
    typed["file"]._name = file.name
    return client.post(f"/people/{person.reference}/record/documents/new/", typed).status_code
