"""Files that people send: what is taken, what is refused and why, and what is left of what is taken."""

import io

import pikepdf
import pytest
from docx import Document
from PIL import Image

from mappa.uploads.apart import ask, made_safe
from mappa.uploads.checking import checked
from mappa.uploads.model import LARGEST, FileRefused, Kind
from mappa.uploads.stamping import stamped
from tests.uploads import hostile
from tests.uploads.friendly import WORDS, a_pdf, a_photograph, a_picture, a_word_document, written
from tests.uploads.reading import everything_in

ALL = tuple(Kind)
FRIENDLY = {
    "picture.png": a_picture, "Photo 1.JPG": a_photograph, "scan.pdf": lambda: written(a_pdf()),
    "letter.docx": a_word_document, "see-through.png": lambda: a_picture(mode="RGBA"),
    "black.png": lambda: a_picture(mode="1"), "print.jpeg": lambda: a_picture("JPEG", mode="CMYK"),
}  # fmt: skip


class TestFiles:
    @pytest.mark.parametrize("name", FRIENDLY)
    def test_that_people_have_every_reason_to_send_are_taken(self, name):
        made = checked(FRIENDLY[name](), name=name, taken=ALL)

        assert b"Canary" not in everything_in(made.content, made.kind)
        if made.kind is Kind.PDF:
            assert WORDS.encode() in everything_in(made.content, made.kind)
        elif made.kind is Kind.DOCX:
            said = Document(io.BytesIO(made.content))
            assert WORDS in [each.text for each in said.paragraphs]
            assert said.sections[0].header.paragraphs[0].text == "Our own header"
            assert len(said.inline_shapes) == 1
        else:
            Image.open(io.BytesIO(made.content)).load()

    def test_are_turned_upright_and_made_no_larger_than_a_screen_needs(self):
        facts = Image.Exif()
        facts[0x0112] = 6
        sent = a_picture("JPEG", size=(4200, 2100), exif=facts)

        made = checked(sent, name="x.jpg", taken=ALL)

        wide, high = Image.open(io.BytesIO(made.content)).size
        assert high == 2 * wide
        assert high <= 3000

    def test_that_do_not_belong_somewhere_are_refused_with_what_does(self):
        with pytest.raises(FileRefused, match="is a PDF, and what belongs here is a PNG picture or JPEG picture"):
            checked(written(a_pdf()), name="x.pdf", taken=(Kind.PNG, Kind.JPEG))

    def test_are_taken_apart_in_a_process_of_their_own_with_little_memory(self):
        said, made = ask(a_picture(size=(4000, 3100)), name="x.png", taken=ALL)

        assert said["kind"] == "png"
        assert made.startswith(b"\x89PNG")
        assert 0 < said["peak"] <= 200 * 1024**2

    def test_that_break_the_other_process_are_refused(self, monkeypatch):
        monkeypatch.setattr("mappa.uploads.apart.sys.executable", "/bin/false")

        with pytest.raises(FileRefused, match="could not be read safely, so it was not kept"):
            made_safe(a_picture(), name="x.png", taken=ALL)

    def test_larger_than_is_taken_are_refused_before_anything_is_read(self):
        with pytest.raises(FileRefused, match="larger than 10 MB"):
            made_safe(b"x" * (LARGEST + 1), name="x.png", taken=ALL)


class TestHostileFiles:
    @pytest.mark.parametrize("family", hostile.FAMILIES, ids=lambda family: family.__name__)
    def test_are_refused_each_with_why_and_what_to_do(self, family):
        """A part of the corpus; the drill `HostileUploads` sends all of it."""
        taken, unclear = [], []
        for each in list(family())[:: 1 if family is hostile.pdfs_that_are_refused else 5]:
            try:
                checked(each.content, name=each.name, taken=ALL)
            except FileRefused as refused:
                if hostile.PAYLOAD in str(refused) or str(refused).count(".") < 2:
                    unclear.append((each.says, str(refused)))
            else:
                taken.append((each.says, each.name))

        assert (taken, unclear) == ([], [])

    def test_that_somebody_may_send_unknowing_are_taken_without_their_harm(self):
        left = []
        for each in hostile.made_safe():
            made = checked(each.content, name=each.name, taken=ALL)
            if any(word in everything_in(made.content, made.kind) for word in (b"Canary", b"<script", b"127.0.0.1:9")):
                left.append(each.says)

        assert left == []


class TestStamps:
    LINE = "OFFICIAL-SENSITIVE. Copy C-1042 for Pat Ångström & <Co>, taken today. Purpose: managing (the person)."

    def test_stand_on_every_page_of_a_pdf(self):
        made = checked(written(a_pdf(3)), name="x.pdf", taken=ALL)

        with pikepdf.open(io.BytesIO(stamped(made.content, made.kind, self.LINE))) as read:
            for page in read.pages:
                page.contents_coalesce()
                drawn = page.Contents.read_bytes()
                assert b"Copy C-1042 for Pat \xc5ngstr\xf6m" in drawn
                assert WORDS.encode() in drawn

    def test_stand_in_every_header_of_a_word_document_above_its_own(self):
        made = checked(a_word_document(), name="x.docx", taken=ALL)

        section = Document(io.BytesIO(stamped(made.content, made.kind, self.LINE))).sections[0]

        assert [each.text for each in section.header.paragraphs] == [self.LINE, "Our own header"]
        assert section.first_page_header.paragraphs[0].text == self.LINE
        assert section.even_page_header.paragraphs[0].text == self.LINE

    @pytest.mark.parametrize("form", ["PNG", "JPEG"])
    def test_stand_beneath_a_picture(self, form):
        made = checked(a_picture(form, size=(900, 600)), name="x", taken=ALL)

        bare = Image.open(io.BytesIO(made.content))
        marked = Image.open(io.BytesIO(stamped(made.content, made.kind, self.LINE))).convert("L")

        assert marked.height > bare.height
        strip = marked.crop((0, bare.height, marked.width, marked.height))
        assert strip.getextrema()[0] < 80
