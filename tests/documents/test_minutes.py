"""Minutes as files: what is in them, what can never be in them, and that others can read them."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from docx import Document

from mappa.documents import minutes_docx, minutes_pdf
from mappa.documents.minutes_print import Copy, Part, copy_of
from tests.factories.accounts import A_STAMP

NOT_REVIEWED = "Not reviewed at this meeting: carried from NS-M-2025-0009."
HOSTILE = '#import "x" *bold* $x$ \\ <w:p> #sys.inputs & "quoted" {{ 7*7 }} @ref = heading'
MANY = tuple(f"Paragraph {number} of a long discussion." for number in range(150))


def a_copy(**more):
    facts = {
        "title": "Minutes of meeting NS-M-2026-0001", "stamp": replace(A_STAMP, taker="Kim Osei, Housing"),
        "reference": "NS-M-2026-0001 version 1", "fingerprint": "ab" * 32, "approved": "Approved by chair",
        "parts": (
            Part(heading="Risk", notes=(NOT_REVIEWED,), paragraphs=MANY),
            Part(
                heading="Hostile", paragraphs=(HOSTILE,), facts=(("Fact", HOSTILE),), columns=("A",),
                rows=((HOSTILE,),),
            ),
        ),
    }  # fmt: skip
    return Copy(**facts | more)


def shown_on(page):
    """The text of one page, as the fonts' own tables spell it."""
    fonts = {}
    for name, font in page.Resources.Font.items():
        fonts[name] = _spelling(font.ToUnicode.read_bytes().decode())
    text, font = "", {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        if str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    text += "".join(font.get(raw[i : i + 2].hex(), "") for i in range(0, len(raw), 2))
    return text


def _spelling(table):
    found, reading = {}, False
    for line in table.splitlines():
        if "beginbfchar" in line:
            reading = True
        elif "endbfchar" in line:
            reading = False
        elif reading:
            code, text = line.replace("<", " ").replace(">", " ").split()[:2]
            found[code.lower()] = bytes.fromhex(text).decode("utf-16-be")
    return found


class TestMinutesAsPdf:
    @pytest.fixture
    def pdf(self):
        with pikepdf.open(BytesIO(minutes_pdf.render(a_copy()))) as opened:
            yield opened

    def test_is_tagged_with_language_and_title(self, pdf):
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.open_metadata()["dc:title"] == "Minutes of meeting NS-M-2026-0001"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle

    @pytest.mark.requirement("MEET-33")
    def test_bears_the_marking_twice_and_the_recipient_on_every_page(self, pdf):
        assert len(pdf.pages) > 2
        for page in pdf.pages:
            assert shown_on(page).count("OFFICIAL-SENSITIVE") == 2
            assert "Copy C-1 for Kim Osei, Housing" in shown_on(page)
            assert "Purpose: Reading" in shown_on(page)

    def test_prints_hostile_text_as_it_is(self, pdf):
        printed = "".join(shown_on(page) for page in pdf.pages).replace(" ", "")

        assert printed.count(HOSTILE.replace(" ", "")) >= 2


class TestMinutesAsDocx:
    @pytest.fixture
    def document(self):
        return Document(BytesIO(minutes_docx.render(a_copy())))

    @pytest.mark.requirement("MEET-33")
    def test_bears_the_marking_above_and_below_and_the_recipient(self, document):
        section = document.sections[0]

        assert section.header.paragraphs[0].text == section.footer.paragraphs[0].text == "OFFICIAL-SENSITIVE"
        assert section.header.paragraphs[1].text == "Copy C-1 for Kim Osei, Housing"

    def test_prints_hostile_text_as_it_is(self, document):
        assert HOSTILE in [paragraph.text for paragraph in document.paragraphs]
        assert document.tables[0].cell(1, 0).text == HOSTILE

    def test_says_what_was_not_reviewed(self, document):
        assert NOT_REVIEWED in [p.text for p in document.paragraphs]

    def test_names_no_person_in_its_properties(self, document):
        facts = document.core_properties

        assert (facts.title, facts.language) == ("Minutes of meeting NS-M-2026-0001", "en-GB")
        assert (facts.author, facts.last_modified_by, facts.comments) == ("", "", "")


class TestCopyOf:
    def test_prints_every_part_of_the_content(self):
        content = {
            "reference": "NS-M-2026-0001", "marking": "OFFICIAL-SENSITIVE", "statement": "Confidential.", "level": 2,
            "kind": "Review meeting", "number": 3, "on": "2026-03-02", "starts": "10:00", "place": "Room 1",
            "emergency_reason": "", "chair": "Chris", "chair_grade": "Inspector", "minute_taker": "",
            "person": {"name": "Alex Test", "reference": "NS-P-1", "born": "1985-06-11"},
            "case": {"reference": "NS-C-1", "category": 1},
            "attendance": [
                {
                    "agency": "Housing", "representative": "", "attendance": "deputy", "has_authority": False,
                    "joined_remotely": True, "private_place": True, "confidentiality": True,
                }
            ],
            "sections": [{"step": "risk", "label": "Risk", "text": "High.", "carried_from": "NS-M-2025-0009"}],
            "ratings": [{"group": "Children", "level": "High", "tool": "OASys", "on": "2026-02-01"}],
            "earlier_actions": [], "disclosures": [],
            "actions": [{"what": "Visit", "owner": "Pat", "agency": "Police", "due": "2026-03-09", "state": "open"}],
            "views": [
                {"agency": "Housing", "level": 3, "category": 1, "dissent": "No.", "dissent_reason": "He moved."}
            ],
            "decision": {
                "level": 2, "category": 1, "reason": "Enough.", "lower_level_considered": "Too early.", "limbs": [],
                "next_on": "2026-04-27", "late_reason": "", "substitute": "",
            },
        }  # fmt: skip

        copy = copy_of(
            content, number=1, sha256="ab" * 32, approved_by="chair", approved_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
            stamp=A_STAMP,
        )  # fmt: skip

        assert [part.heading for part in copy.parts] == [
            "The meeting", "Attendance", "Risk", "Risk of serious harm by group", "Actions set at this meeting",
            "Each agency's own view", "Dissent: Housing", "Level and category",
        ]  # fmt: skip
        assert copy.parts[2].notes == (NOT_REVIEWED,)
        assert copy.parts[6].paragraphs == ("No.", "He moved.")
        assert minutes_pdf.render(copy).startswith(b"%PDF")
        assert minutes_docx.render(copy).startswith(b"PK")
