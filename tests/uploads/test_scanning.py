"""The installation's own virus scanner: asked before anything of ours reads a file, and no file is kept without it."""

import pytest
from django.conf import settings as of_the_product

from mappa.accounts.permissions import Role
from mappa.config.environment import Environment
from mappa.record.models import Attachment, StoredFile
from mappa.uploads.model import FileRefused
from mappa.uploads.scanning import scan
from tests.factories.accounts import a_user
from tests.factories.people import a_person
from tests.record.test_files import SHOWS, at, sent
from tests.uploads.friendly import a_picture
from tests.uploads.stand_in import EICAR, a_scanner


def test_is_shown_the_whole_file_in_pieces():
    content = bytes(range(256)) * 1024
    with a_scanner() as (address, seen):
        scan(content, scanner=address)
    assert seen == [content]


@pytest.mark.parametrize(
    "says", [b"", b"stream: Size limit exceeded. ERROR\0", b"INSTREAM size limit exceeded\0", b"OK\0"]
)
def test_that_answers_neither_way_keeps_every_file_out(says):
    with a_scanner(says or b"\0") as (address, _), pytest.raises(FileRefused, match="no file is kept without it"):
        scan(b"x", scanner=address)


def test_that_is_not_there_keeps_every_file_out():
    with a_scanner() as (address, _):
        pass
    with pytest.raises(FileRefused, match="no file is kept without it"):
        scan(b"x", scanner=address)


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def send(self, client, monkeypatch):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        client.force_login(officer)

        def send(content, scanner):
            monkeypatch.setattr(
                of_the_product, "ENVIRONMENT", of_the_product.ENVIRONMENT.model_copy(update={"virus_scanner": scanner})
            )
            return client.post(at(person, "photographs/new/"), SHOWS | sent("face.png", content))

        return send

    def test_keeps_what_the_scanner_lets_pass(self, send):
        with a_scanner() as (address, seen):
            assert send(a_picture(), address).status_code == 302
        assert seen == [a_picture()]
        assert StoredFile.objects.count() == 1

    def test_keeps_nothing_of_what_it_finds_and_says_what_to_do(self, send):
        with a_scanner() as (address, _):
            answer = send(a_picture() + EICAR, address)
        assert answer.status_code == 422
        assert "tell your security team where it came from" in answer.content.decode()
        assert not StoredFile.objects.exists()
        assert not Attachment.objects.exists()


@pytest.mark.parametrize("scanner", ["clamd", "clamd:", ":3310", "clamd:x", "clamd:70000"])
def test_is_named_by_host_and_port_or_the_product_does_not_start(scanner):
    with pytest.raises(ValueError, match="MAPPA_VIRUS_SCANNER"):
        Environment(virus_scanner=scanner)
