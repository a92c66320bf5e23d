"""A copy of minutes as a Word document, marked at the top and bottom of every page."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from mappa.documents.minutes_print import Copy, Part, Row

LANGUAGE = "en-GB"


def render(copy: Copy) -> bytes:
    """The document. Text goes in as text: nothing in it can become markup. Covers: MEET-33."""
    document = Document()
    _properties(document, copy)
    _margins(document, copy)
    document.add_heading(copy.title, level=0)
    document.add_paragraph(copy.approved)
    for part in copy.parts:
        _part(document, part)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _properties(document: WordDocument, copy: Copy) -> None:
    facts = document.core_properties
    facts.title, facts.subject, facts.language = copy.title, copy.reference, LANGUAGE
    facts.author = facts.last_modified_by = ""
    facts.comments = ""
    facts.created = facts.modified = copy.stamp.made_at.replace(tzinfo=None)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)


def _margins(document: WordDocument, copy: Copy) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    stamp = copy.stamp
    for edge, more in (
        (section.header, f"Copy {stamp.number} for {stamp.taker}"),
        (section.footer, f"{copy.reference}, taken {stamp.made}. Purpose: {stamp.purpose}"),
    ):
        first = edge.paragraphs[0]
        first.alignment = WD_ALIGN_PARAGRAPH.CENTER
        first.add_run(stamp.marking).bold = True
        second = edge.add_paragraph(more)
        second.alignment = WD_ALIGN_PARAGRAPH.CENTER
    print_of = section.footer.add_paragraph(f"Fingerprint {copy.fingerprint[:16]}")
    print_of.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _part(document: WordDocument, part: Part) -> None:
    document.add_heading(part.heading, level=1)
    for note in part.notes:
        document.add_paragraph().add_run(note).italic = True
    for text in part.paragraphs:
        document.add_paragraph(text)
    for name, text in part.facts:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(text)
    if part.columns:
        _table(document, part.columns, part.rows)


def _table(document: WordDocument, columns: Row, rows: tuple[Row, ...]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    heads = table.rows[0]
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    heads._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - the library has no other way to repeat a heading row
    for cell, text in zip(heads.cells, columns, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()
